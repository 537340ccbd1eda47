using FluentValidation;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>How many people there were at a time, as somebody said or saw: a number of a moment, of which nothing leads to a person.</summary>
/// <param name="CountedAt">When.</param>
/// <param name="Source">Code of count-source.csv.</param>
/// <param name="Total">All of them.</param>
/// <param name="Cells">The same by sex and age band, where that is known: together they are the total.</param>
public sealed record Headcount(DateTimeOffset? CountedAt, string? Source, int? Total, IReadOnlyList<Headcount.Cell>? Cells)
{
    /// <summary>More are nowhere.</summary>
    public const int Most = 100_000;

    // every sex with every age band, and without one
    private static readonly int MostCells = CodeList.Sexes.Codes.Count * (CodeList.AgeBands.Codes.Count + 1);

    /// <summary>So many of a sex and an age.</summary>
    /// <param name="Sex">Code of sex.csv.</param>
    /// <param name="AgeBand">Code of age-band-unhcr.csv; without it the age is not known.</param>
    /// <param name="Number">How many.</param>
    public sealed record Cell(string? Sex, string? AgeBand, int? Number);

    private sealed class CellRules : AbstractValidator<Cell>
    {
        public CellRules()
        {
            RuleFor(cell => cell.Sex).NotEmpty().CodeOf(CodeList.Sexes.Contains);
            RuleFor(cell => cell.AgeBand).CodeOf(CodeList.AgeBands.Contains);
            RuleFor(cell => cell.Number).NotNull().Number(Most);
        }
    }

    /// <summary>The rules of a count, by the time it is.</summary>
    internal sealed class Rules : AbstractValidator<Headcount>
    {
        public Rules(DateTimeOffset now)
        {
            RuleFor(count => count.CountedAt).NotNull().Before(now);
            RuleFor(count => count.Source).NotEmpty().CodeOf(CodeList.CountSources.Contains);
            RuleFor(count => count.Total).NotNull().Number(Most);
            RuleFor(count => count.Cells).CellsOf();
            RuleFor(count => count.Cells).Must((count, cells) => cells is null or { Count: 0 } || cells.Sum(cell => (long)(cell?.Number ?? 0)) == count.Total).WithMessage(_ => Texts.In(
                "These do not add up to the total.", "مجموع هذه لا يساوي الإجمالي.", "Leur somme n'est pas le total."));
        }
    }

    /// <summary>No sex and age twice.</summary>
    internal static void AddCellRules<T>(IRuleBuilder<T, IReadOnlyList<Cell>?> rule) => rule.PartsOf(MostCells, cell => (cell.Sex, cell.AgeBand), new CellRules());
}

/// <summary>Rules that what is recorded in the field shares.</summary>
internal static class HeadcountRules
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Counts by sex and age band, none twice.</summary>
    public static void CellsOf<T>(this IRuleBuilder<T, IReadOnlyList<Headcount.Cell>?> rule) => Headcount.AddCellRules(rule);

    /// <summary>An instant that has been.</summary>
    public static IRuleBuilderOptions<T, DateTimeOffset?> Before<T>(this IRuleBuilder<T, DateTimeOffset?> rule, DateTimeOffset now) =>
        rule.Must(at => at is null || (at >= Earliest && at <= now)).WithMessage(_ => Texts.In("Not a time that has been.", "ليس وقتاً مضى.", "N'est pas un moment passé."));
}
