namespace Platform.Registrations.Statistics;

/// <summary>A table of a month as it was published. It is kept so, and holds no number that was hidden.</summary>
/// <param name="Name">Of which of the fixed tables.</param>
/// <param name="IsWithheld">Whether nothing of it is told: too few agencies had part in it, or there was too little of it.</param>
/// <param name="Columns">Codes.</param>
/// <param name="Rows">Codes of libya-adm2.csv or of another list, and <see cref="Total" />.</param>
public sealed record StatisticsTable(string Name, bool IsWithheld, IReadOnlyList<string> Columns, IReadOnlyList<StatisticsTable.Row> Rows)
{
    /// <summary>The row of the whole country.</summary>
    public const string Total = "total";

    /// <summary>A row.</summary>
    /// <param name="Code">What it is of.</param>
    /// <param name="Values">For each column; null where it is hidden.</param>
    /// <param name="All">All of them together; null where that is hidden, or has no sense.</param>
    public sealed record Row(string Code, IReadOnlyList<int?> Values, int? All);

    internal static StatisticsTable Withheld(string name) => new(name, true, [], []);

    /// <summary>To the nearest five. What is shown of these is thirteen or more, so that nothing becomes less than eleven by it.</summary>
    internal static int? Rounded(int? value) => (value + 2) / 5 * 5;
}
