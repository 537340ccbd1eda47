namespace Platform.Registrations.Matching;

/// <summary>Scores pairs of records. One for a base size, used by any number of threads; a comparison allocates nothing.</summary>
public sealed class Matcher
{
    /// <summary>Bits that two records with different given names have at most: never strong.</summary>
    private const double MostWithOtherGiven = MatchScore.Strong - 0.1;

    private readonly double[] weights;

    /// <summary>For a base of so many records, of which about one is the person looked for.</summary>
    public Matcher(long records)
        : this(MatchWeights.For(records))
    {
    }

    /// <summary>With other weights, in the order of <see cref="MatchFeature" />; for the fit.</summary>
    public Matcher(double[] weights) => this.weights = weights;

    /// <summary>The score of two records; the same in both directions but for ties between equal words.</summary>
    public MatchScore Score(MatchSubject one, MatchSubject other)
    {
        Span<double> features = stackalloc double[weights.Length];
        var reasons = Features(one, other, features);
        var bits = 0.0;
        for (var at = 0; at < features.Length; at++)
        {
            bits += features[at] * weights[at];
        }

        // brothers and twins share all else; whether one was registered under two given names is for a person to say
        var otherGiven = features[(int)MatchFeature.RarityWithoutGiven] > 0;
        return new MatchScore(otherGiven ? Math.Min(bits, MostWithOtherGiven) : bits, reasons);
    }

    /// <summary>Fills in the features, one place for each <see cref="MatchFeature" />, and returns the reasons.</summary>
    public static MatchReasons Features(MatchSubject one, MatchSubject other, Span<double> features)
    {
        features.Clear();
        features[(int)MatchFeature.Constant] = 1;
        var sameNationality = one.Nationality is not null && string.Equals(one.Nationality, other.Nationality, StringComparison.Ordinal);
        var reasons = NameFeatures.Of(one.Name, other.Name, sameNationality, features);
        var sameGiven = features[(int)MatchFeature.GivenBoth] > 0 || features[(int)MatchFeature.GivenPartly] > 0 || features[(int)MatchFeature.GivenResembling] > 0;
        return reasons | OfYears(one, other, features) | OfRest(one, other, sameGiven, features);
    }

    private static MatchReasons OfYears(MatchSubject one, MatchSubject other, Span<double> features)
    {
        if (one.BirthYear is not { } mine || other.BirthYear is not { } its)
        {
            return MatchReasons.None;
        }

        var (apart, estimated) = (Math.Abs(mine - its), one.YearIsEstimated || other.YearIsEstimated);
        var feature = (apart, estimated) switch
        {
            (0, false) => MatchFeature.YearEqual,
            (0, true) => MatchFeature.YearEqualEstimated,
            (1, false) => MatchFeature.YearOneApart,
            (1, true) => MatchFeature.YearOneApartEstimated,
            ( <= 3, true) => MatchFeature.YearNearEstimated,
            ( <= 3, false) => MatchFeature.YearNear,
            ( <= 6, true) => MatchFeature.YearApartEstimated,
            ( <= 6, false) => MatchFeature.YearApart,
            _ => MatchFeature.YearFar,
        };
        features[(int)feature] = 1;
        return (apart == 0 ? MatchReasons.SameYear : apart <= 3 ? MatchReasons.YearNear : MatchReasons.None) | (estimated && apart <= 6 ? MatchReasons.EstimatedYear : MatchReasons.None);
    }

    private static MatchReasons OfRest(MatchSubject one, MatchSubject other, bool sameGiven, Span<double> features)
    {
        var reasons = MatchReasons.None;
        if (one.SexLetter != 0 && other.SexLetter != 0)
        {
            var same = one.SexLetter == other.SexLetter;
            features[(int)(same ? MatchFeature.SexEqual : MatchFeature.SexDifferent)] = 1;
            reasons |= same ? MatchReasons.None : MatchReasons.OtherSex;
        }

        if (one.Nationality is { } mine && other.Nationality is { } its)
        {
            var same = string.Equals(mine, its, StringComparison.Ordinal);
            features[(int)(same ? MatchFeature.NationalityEqual : MatchFeature.NationalityDifferent)] = 1;
            features[(int)MatchFeature.NationalityRarity] = same ? Math.Max(one.Name.BitsOfNationality, other.Name.BitsOfNationality) / 10 : 0;
            reasons |= same ? MatchReasons.SameNationality : MatchReasons.OtherNationality;
        }

        if (one.Phone is { } myPhone && other.Phone is { } itsPhone)
        {
            var apart = myPhone.DigitsApart(itsPhone);
            features[(int)(apart == 0 ? sameGiven ? MatchFeature.PhoneEqual : MatchFeature.PhoneEqualOtherGiven : apart == 1 ? MatchFeature.PhoneOneDigit : MatchFeature.PhoneDifferent)] = 1;
            reasons |= apart == 0 ? MatchReasons.SamePhone : apart == 1 ? MatchReasons.PhoneNear : MatchReasons.None;
        }

        return reasons;
    }
}
