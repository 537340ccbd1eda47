using FluentValidation;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.Visits;

namespace Platform.Registrations.Disembarkations;

/// <summary>What is told of a disembarkation: when, where, by whom people were brought ashore, and how many. No field names anybody.</summary>
/// <param name="At">When; never ahead.</param>
/// <param name="AreaCode">adm3 P-code.</param>
/// <param name="PointCode">Code of disembarkation-point.csv, where it is one of these.</param>
/// <param name="Point">The point in words, where it is none of these. Sealed, as all texts here.</param>
/// <param name="ForceCode">Code of operating-force.csv.</param>
/// <param name="Persons">How many were brought ashore.</param>
/// <param name="Counts">The same by sex and as adults and children, where that is known: together they are the persons.</param>
/// <param name="Nationalities">By nationality, as told; of some, where not of all.</param>
/// <param name="Dead">Who was brought ashore dead.</param>
/// <param name="Missing">Who is missed.</param>
/// <param name="MedicalCases">Of those brought ashore.</param>
/// <param name="FlaggedVulnerable">Of those brought ashore.</param>
/// <param name="HumanitarianAccess">Whether helpers were let in.</param>
/// <param name="OnwardDestination">Code of onward-destination.csv.</param>
/// <param name="Narrative">All else.</param>
public sealed record DisembarkationDetails(
    DateTimeOffset? At, string? AreaCode, string? PointCode, string? Point, string? ForceCode, int? Persons, IReadOnlyList<DisembarkationDetails.Cell>? Counts, IReadOnlyList<NationalityCount>? Nationalities,
    int? Dead, int? Missing, int? MedicalCases, int? FlaggedVulnerable, bool? HumanitarianAccess, string? OnwardDestination, string? Narrative)
{
    /// <summary>So many of a sex, grown up or not.</summary>
    /// <param name="Sex">Code of sex.csv.</param>
    /// <param name="Child">Whether they are children; an uncertain age is a child's.</param>
    /// <param name="Number">How many.</param>
    public sealed record Cell(string? Sex, bool? Child, int? Number);

    private sealed class CellRules : AbstractValidator<Cell>
    {
        public CellRules()
        {
            RuleFor(cell => cell.Sex).NotEmpty().CodeOf(CodeList.Sexes.Contains);
            RuleFor(cell => cell.Child).NotNull();
            RuleFor(cell => cell.Number).NotNull().Number(Headcount.Most);
        }
    }

    /// <summary>The rules of the fields, by the time it is.</summary>
    internal sealed class Rules : AbstractValidator<DisembarkationDetails>
    {
        public Rules(DateTimeOffset now)
        {
            RuleFor(landing => landing.At).NotNull().Before(now);
            RuleFor(landing => landing.AreaCode).NotEmpty().CodeOf(CodeList.Adm3.Contains);
            RuleFor(landing => landing.PointCode).CodeOf(CodeList.DisembarkationPoints.Contains);
            RuleFor(landing => landing.Point).PlainText(200);
            RuleFor(landing => landing.Point).NotEmpty().When(landing => landing.PointCode is null)
                .WithMessage(_ => Texts.In("Give pointCode, or point in words.", "أدخل pointCode أو point بالكلمات.", "Donnez pointCode, ou point en toutes lettres."));
            RuleFor(landing => landing.ForceCode).NotEmpty().CodeOf(CodeList.OperatingForces.Contains);
            RuleFor(landing => landing.Persons).NotNull().Number(Headcount.Most);
            RuleFor(landing => landing.Counts).PartsOf(CodeList.Sexes.Codes.Count * 2, cell => (cell.Sex, cell.Child), new CellRules());
            RuleFor(landing => landing.Counts).Must((landing, cells) => cells is null or { Count: 0 } || cells.Sum(cell => (long)(cell?.Number ?? 0)) == landing.Persons).WithMessage(_ => Texts.In(
                "These do not add up to the persons.", "مجموع هذه لا يساوي عدد الأشخاص.", "Leur somme n'est pas le nombre de personnes."));
            RuleFor(landing => landing.Nationalities).PartsOf(300, count => count.Nationality, new NationalityCount.Rules());
            RuleFor(landing => landing.Nationalities).Must((landing, counts) => counts is null or { Count: 0 } || counts.Sum(count => (long)(count?.Number ?? 0)) <= (landing.Persons ?? 0)).WithMessage(_ => More());
            RuleFor(landing => landing.Dead).Number(Headcount.Most);
            RuleFor(landing => landing.Missing).Number(Headcount.Most);
            RuleFor(landing => landing.MedicalCases).Number(Headcount.Most).Must((landing, number) => number is null || number <= landing.Persons).WithMessage(_ => More());
            RuleFor(landing => landing.FlaggedVulnerable).Number(Headcount.Most).Must((landing, number) => number is null || number <= landing.Persons).WithMessage(_ => More());
            RuleFor(landing => landing.OnwardDestination).CodeOf(CodeList.OnwardDestinations.Contains);
            RuleFor(landing => landing.Narrative).PlainText(10_000);
        }

        private static string More() => Texts.In("More than were brought ashore.", "أكثر ممن أُنزلوا.", "Plus qu'il n'en a débarqué.");
    }
}
