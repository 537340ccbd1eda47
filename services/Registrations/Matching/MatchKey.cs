namespace Platform.Registrations.Matching;

/// <summary>What a key is made of. The number is stored.</summary>
public enum MatchKeyKind
{
    /// <summary>Two names of one person, in any order, and the band of the birth year; the same across agencies.</summary>
    PairAndBand = 1,

    /// <summary>The last seven digits of the phone; the same across agencies.</summary>
    Phone = 2,

    /// <summary>One name that few have and the band; the same across agencies.</summary>
    RareTokenAndBand = 3,

    /// <summary>Two names, without a year, for a search within one agency: another key in each.</summary>
    Pair = 4,
}

/// <summary>A key of a record.</summary>
/// <param name="Kind">What it is made of.</param>
/// <param name="Key">The first 64 bits of an HMAC-SHA256. Never to be logged: equal keys say that names are equal.</param>
public readonly record struct MatchKey(MatchKeyKind Kind, long Key);
