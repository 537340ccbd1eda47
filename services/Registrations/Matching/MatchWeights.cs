namespace Platform.Registrations.Matching;

/// <summary>
/// The weights, in bits. Fitted by logistic regression on the dev seed of the generated set (tests/Matching, <c>./platform bench fit</c>
/// repeats it), except those named <see cref="Judged" />. They hold for invented people: docs/adr/0013.
/// </summary>
public static class MatchWeights
{
    /// <summary>Raised with every change of rules, aliases or weights; stored with each candidate.</summary>
    public const int RuleVersion = 1;

    /// <summary>The version of the short forms in aliases.txt.</summary>
    public static int AliasesVersion => Aliases.Version;

    /// <summary>Records in the base for which the constant was fitted.</summary>
    public const int BaseOfWeights = 200_000;

    /// <summary>Set by judgement and not fitted, as the generator makes these errors too rare.</summary>
    public static IReadOnlyDictionary<MatchFeature, double> Judged { get; } = new Dictionary<MatchFeature, double>
    {
        [MatchFeature.YearNear] = -1.5,
        [MatchFeature.RarityContradicted] = 3,
        [MatchFeature.GivenContradicted] = 0.5,
        [MatchFeature.NationalityDifferent] = -2,
        [MatchFeature.PhoneOneDigit] = 4,
    };

    private static readonly Dictionary<MatchFeature, double> Fitted = new()
    {
        [MatchFeature.Constant] = -14.4,
        [MatchFeature.RarityNear] = 6.2,
        [MatchFeature.RarityMiddle] = 6.0,
        [MatchFeature.RarityFar] = 3.8,
        [MatchFeature.RarityExact] = 0.4,
        [MatchFeature.RarityWithoutGiven] = -3.5,
        [MatchFeature.RarityUnmatched] = -0.4,
        [MatchFeature.Conflicts] = -4.6,
        [MatchFeature.ExtraTokens] = -1.2,
        [MatchFeature.GivenBoth] = 1.8,
        [MatchFeature.GivenPartly] = -0.5,
        [MatchFeature.GivenResembling] = 1.4,
        [MatchFeature.FatherBoth] = 1.2,
        [MatchFeature.OtherScript] = 0.6,
        [MatchFeature.YearEqual] = 5.3,
        [MatchFeature.YearEqualEstimated] = 2.9,
        [MatchFeature.YearOneApart] = 1.3,
        [MatchFeature.YearOneApartEstimated] = 3.0,
        [MatchFeature.YearNearEstimated] = 2.1,
        [MatchFeature.YearApart] = -4.1,
        [MatchFeature.YearApartEstimated] = -0.8,
        [MatchFeature.YearFar] = -5.1,
        [MatchFeature.SexEqual] = 0.3,
        [MatchFeature.SexDifferent] = -3.1,
        [MatchFeature.NationalityEqual] = 1.3,
        [MatchFeature.NationalityRarity] = 4.8,
        [MatchFeature.PhoneEqual] = 9.4,
        [MatchFeature.PhoneEqualOtherGiven] = 4.7,
        [MatchFeature.PhoneDifferent] = -0.9,
    };

    /// <summary>How many features there are.</summary>
    public static int Count { get; } = Enum.GetValues<MatchFeature>().Length;

    /// <summary>The weight of a feature, bits a unit.</summary>
    public static double Of(MatchFeature feature) => Judged.TryGetValue(feature, out var judged) ? judged : Fitted.GetValueOrDefault(feature);

    /// <summary>All weights by feature, the constant for a base of so many records: 1 bit less with every doubling, as so many more are alike by chance.</summary>
    public static double[] For(long records)
    {
        var weights = Enumerable.Range(0, Count).Select(feature => Of((MatchFeature)feature)).ToArray();
        weights[(int)MatchFeature.Constant] -= Math.Log2(Math.Max(records, 1_000) / (double)BaseOfWeights);
        return weights;
    }
}
