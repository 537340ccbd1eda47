namespace Platform.Registrations.Matching;

/// <summary>What a candidate is told as. Never a decision: that is a person's.</summary>
public enum MatchBand
{
    /// <summary>Below <see cref="MatchScore.Floor" />: not shown.</summary>
    None,

    /// <summary>Shown, for who looks for somebody; no band of its own.</summary>
    Shown,

    /// <summary>From <see cref="MatchScore.Review" />.</summary>
    Review,

    /// <summary>From <see cref="MatchScore.Likely" />.</summary>
    Likely,

    /// <summary>From <see cref="MatchScore.Strong" />.</summary>
    Strong,
}

/// <summary>How much speaks for two records being one person.</summary>
/// <param name="Bits">log2 of the odds, under the weights' assumptions; not a probability to act on.</param>
/// <param name="Reasons">What was found.</param>
public readonly record struct MatchScore(double Bits, MatchReasons Reasons) : IComparable<MatchScore>
{
    /// <summary>Bits from which a match is strong: 55 to 60 % of the people of the generated set, 97 % of what is there is right.</summary>
    public const double Strong = 2;

    /// <summary>Bits from which it is likely: about 70 %, 90 %.</summary>
    public const double Likely = 0;

    /// <summary>Bits from which it is to be reviewed: about 80 %, 70 %.</summary>
    public const double Review = -2.5;

    /// <summary>Bits below which a candidate is not shown: about 90 %, with two others shown for each search in 200,000 records.</summary>
    public const double Floor = -5.5;

    /// <summary>The band of these bits.</summary>
    public MatchBand Band => Bits >= Strong ? MatchBand.Strong : Bits >= Likely ? MatchBand.Likely : Bits >= Review ? MatchBand.Review : Bits >= Floor ? MatchBand.Shown : MatchBand.None;

    /// <summary>The band as it is told: strong, likely, review or possible.</summary>
    public string BandCode => Band is MatchBand.Shown ? "possible" : Band.ToString().ToLowerInvariant();

    /// <summary>The reasons as codes.</summary>
    public IReadOnlyList<string> ReasonCodes => Matching.ReasonCodes.Of(Reasons);

    /// <inheritdoc />
    public int CompareTo(MatchScore other) => Bits.CompareTo(other.Bits);

    /// <summary>Less speaks for it.</summary>
    public static bool operator <(MatchScore left, MatchScore right) => left.CompareTo(right) < 0;

    /// <summary>Less or as much.</summary>
    public static bool operator <=(MatchScore left, MatchScore right) => left.CompareTo(right) <= 0;

    /// <summary>More.</summary>
    public static bool operator >(MatchScore left, MatchScore right) => left.CompareTo(right) > 0;

    /// <summary>More or as much.</summary>
    public static bool operator >=(MatchScore left, MatchScore right) => left.CompareTo(right) >= 0;
}
