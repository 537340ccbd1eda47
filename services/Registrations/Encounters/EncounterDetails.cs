using FluentValidation;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.Visits;

namespace Platform.Registrations.Encounters;

/// <summary>What is told of an encounter with somebody on file. No field names who else was there.</summary>
/// <param name="At">When it was; never ahead.</param>
/// <param name="Way">Code of encounter-way.csv.</param>
/// <param name="SiteType">Where, in person: code of site-type.csv.</param>
/// <param name="AreaCode">And the adm3 P-code.</param>
/// <param name="InPrivate">Whether they could talk without being heard.</param>
/// <param name="Present">Who else was there: codes of encounter-present.csv, each once.</param>
/// <param name="FollowUpType">For what somebody meets them again: code of followup-type-primero.csv.</param>
/// <param name="FollowUpOn">The last day to do so, within a year.</param>
/// <param name="Note">What was said and done.</param>
public sealed record EncounterDetails(
    DateTimeOffset? At, string? Way, string? SiteType, string? AreaCode, bool? InPrivate, IReadOnlyList<string>? Present, string? FollowUpType, DateOnly? FollowUpOn, string? Note)
{
    /// <summary>The name it is sealed under, with the person's key.</summary>
    internal const string Name = "encounter";

    /// <summary>The rules of the fields.</summary>
    internal sealed class Rules : AbstractValidator<EncounterDetails>
    {
        public Rules(DateTimeOffset now)
        {
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            RuleFor(met => met.At).NotNull().Before(now);
            RuleFor(met => met.Way).NotEmpty().CodeOf(CodeList.EncounterWays.Contains);
            RuleFor(met => met.SiteType).CodeOf(CodeList.SiteTypes.Contains);
            RuleFor(met => met.SiteType).NotEmpty().When(met => met.Way == "in-person");
            RuleFor(met => met.AreaCode).CodeOf(CodeList.Adm3.Contains);
            RuleFor(met => met.AreaCode).NotEmpty().When(met => met.Way == "in-person");
            RuleFor(met => met.InPrivate).NotNull();
            RuleFor(met => met.Present).CodesOf(CodeList.EncounterPresent.Contains, most: 10, mayBeAbsent: true);
            RuleFor(met => met.InPrivate).Must(isPrivate => isPrivate is not true).When(met => met.Present?.Any(IsOfTheSite) ?? false)
                .WithMessage(_ => Texts.In("Not while somebody of the site is there.", "ليس بحضور أحد من الموقع.", "Pas en présence de quelqu’un du site."));
            RuleFor(met => met.FollowUpType).CodeOf(CodeList.FollowUpTypes.Contains);
            RuleFor(met => met.FollowUpType).NotEmpty().When(met => met.FollowUpOn is not null);
            RuleFor(met => met.FollowUpOn).Must((met, day) => day is null || met.At is not { } at || (day >= DateOnly.FromDateTime(at.UtcDateTime) && day <= today.AddYears(1)))
                .WithMessage(_ => Texts.In("From the day of the encounter to a year ahead.", "من يوم اللقاء حتى سنة.", "Du jour de la rencontre à un an."));
            RuleFor(met => met.Note).PlainText(4000);
        }

        // a list of nothing is refused by its own rule
        private static bool IsOfTheSite(string? present) => present is not null && CodeList.EncounterPresent.Contains(present) && CodeList.EncounterPresent[present]["of_the_site"] == "yes";
    }
}
