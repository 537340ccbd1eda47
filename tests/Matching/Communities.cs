namespace Platform.Tests.Matching;

/// <summary>How clerks and papers of a community write Latin letters.</summary>
public enum SpellingHabit
{
    English,
    French,
    Italian,
}

/// <summary>A nationality of the set: how many there are, whose names they bear, and how a whole name is built.</summary>
/// <param name="Code">ISO 3166-1 alpha-3.</param>
/// <param name="Share">Of all people, per cent.</param>
/// <param name="Group">Of the lexicon.</param>
/// <param name="OfAll">How often a name is one that all share; the rest is of the group and, a part, made up.</param>
/// <param name="MadeUp">How often a name is made up.</param>
/// <param name="Grandfather">How often a grandfather's name is part of the whole name.</param>
/// <param name="Family">How often a family name is.</param>
/// <param name="Habit">Of Latin spelling.</param>
/// <param name="Neighbour">The nationality that it is confused with.</param>
public sealed record Community(
    string Code, double Share, string Group, double OfAll, double MadeUp, double Grandfather, double Family, SpellingHabit Habit, string Neighbour)
{
    /// <summary>The mixture: shares as in the design's trial, the rest estimated; no register was used.</summary>
    public static IReadOnlyList<Community> All { get; } =
    [
        new("SDN", 30, "SDN", 0.45, 0.15, 0.85, 0.25, SpellingHabit.English, "TCD"),
        new("LBY", 14, "LBY", 0.40, 0.15, 0.60, 0.95, SpellingHabit.Italian, "EGY"),
        new("NER", 12, "SAH", 0.40, 0.10, 0.25, 0.60, SpellingHabit.French, "MLI"),
        new("EGY", 9, "EGY", 0.45, 0.15, 0.85, 0.45, SpellingHabit.English, "LBY"),
        new("TCD", 8, "TCD", 0.50, 0.15, 0.50, 0.35, SpellingHabit.French, "SDN"),
        new("NGA", 6, "NGA", 0.25, 0.10, 0.15, 0.90, SpellingHabit.English, "NER"),
        new("SYR", 5, "SYR", 0.45, 0.15, 0.40, 0.95, SpellingHabit.French, "LBY"),
        new("BGD", 5, "BGD", 0.30, 0.10, 0.15, 0.90, SpellingHabit.English, "NGA"),
        new("ERI", 5, "ERI", 0.15, 0.05, 0.90, 0.00, SpellingHabit.Italian, "ETH"),
        new("SOM", 3, "SOM", 0.40, 0.05, 0.95, 0.10, SpellingHabit.Italian, "ETH"),
        new("MLI", 3, "SAH", 0.35, 0.05, 0.20, 0.85, SpellingHabit.French, "NER"),
    ];
}
