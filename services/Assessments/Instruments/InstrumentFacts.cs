using Platform.Contracts.Codes;

namespace Platform.Assessments.Instruments;

/// <summary>What is known from elsewhere when an instrument is filled in. What is null is not known, which is not a no.</summary>
/// <param name="Age">In years.</param>
/// <param name="Sex">Code of the list sex.</param>
/// <param name="Setting">Code of the list setting: where the person is.</param>
/// <param name="Area">Code of the list libya-adm3.</param>
/// <param name="Separation">Code of the list separation-status.</param>
/// <param name="CommunityContext">The level of the newest confirmed record of the community of that area.</param>
/// <param name="StructuralContext">The level of that of laws and institutions.</param>
public sealed record InstrumentFacts(
    int? Age = null, string? Sex = null, string? Setting = null, string? Area = null, string? Separation = null, string? CommunityContext = null, string? StructuralContext = null)
{
    /// <summary>The levels of the records of an area.</summary>
    public static readonly IReadOnlyList<string> ContextLevels = ["supportive", "mixed", "adverse"];

    internal static readonly Fact[] All =
    [
        new("age", []), new("sex", CodeList.Sexes.Codes), new("setting", CodeList.Settings.Codes), new("area", CodeList.Adm3.Codes), new("separation", CodeList.SeparationStatuses.Codes),
        new("community-context", ContextLevels), new("structural-context", ContextLevels),
    ];

    internal const int OldestAge = 120;

    internal static int Count => All.Length;

    /// <summary>Writes them in their places. A code that its list does not have is not a fact.</summary>
    internal void WriteTo(Cell[] cells)
    {
        if (Age is < 0 or > OldestAge)
        {
            throw new ArgumentException($"Nobody is {Age} years old.");
        }

        cells[0] = Age is { } age ? Cell.Of(age) : Cell.Silent;
        Write(cells, 1, Sex);
        Write(cells, 2, Setting);
        Write(cells, 3, Area);
        Write(cells, 4, Separation);
        Write(cells, 5, CommunityContext);
        Write(cells, 6, StructuralContext);
    }

    private static void Write(Cell[] cells, int place, string? code)
    {
        if (code is null or "unknown")
        {
            cells[place] = Cell.Silent;
            return;
        }

        cells[place] = All[place].Codes.TryGetValue(code, out var at) ? Cell.Of(at) : throw new ArgumentException($"'{code}' is no code of {All[place].Name}.");
    }

    /// <summary>One fact that conditions may read; age is a number and has no codes.</summary>
    internal sealed class Fact(string name, IReadOnlyList<string> codes)
    {
        public string Name => name;

        public bool IsNumber => codes.Count == 0;

        public IReadOnlyDictionary<string, int> Codes { get; } = codes.Select((code, at) => (code, at)).Where(pair => pair.code != "unknown").ToDictionary(pair => pair.code, pair => pair.at, StringComparer.Ordinal);

        public string NameOf(int code) => codes[code];
    }
}
