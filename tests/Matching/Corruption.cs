namespace Platform.Tests.Matching;

/// <summary>How often a registration goes wrong, in one table. Rates are guesses of the design's trial, not observations.</summary>
/// <param name="Factor">What the rates of errors in names and years are multiplied by.</param>
public sealed record Corruption(double Factor)
{
    /// <summary>The first registration of somebody, which the base holds.</summary>
    public const double OfFirst = 0.4;

    public static Corruption Clean { get; } = new(0.4);

    public static Corruption Hard { get; } = new(1);

    public static Corruption Worse { get; } = new(1.5);

    // how a registration is written: no error, the same in every profile
    public const double Arabic = 0.40;
    public const double SpeltByHabit = 0.10;

    // errors of names
    public double GrandfatherDropped => 0.35 * Factor;

    public double FamilyDropped => 0.22 * Factor;

    public double Swapped => 0.10 * Factor;

    public double Typo => 0.14 * Factor;

    public double VowelDropped => 0.07 * Factor;

    public double WrongName => 0.03 * Factor;

    public double RunTogether => 0.03 * Factor;

    public double BinInserted => 0.05 * Factor;

    public double Shortened => 0.03 * Factor;

    public double ShortenedInBangladesh => Math.Min(0.9, 0.60 * Factor);

    public double YearOneOff => 0.08 * Factor;

    // what is not known or estimated, the same in every profile
    public const double YearEstimated = 0.30;
    public const int EstimateWithin = 2;
    public const double EstimateRounded = 1.0 / 3;
    public const double YearMissing = 0.04;
    public const double SexWrong = 0.01;
    public const double SexMissing = 0.03;
    public const double NationalityMissing = 0.03;
    public const double NationalityOfNeighbour = 0.02;
    public const double PhoneMissing = 0.25;
    public const double PhoneChanged = 0.30;
    public const double PhoneDigitWrong = 0.03;
}
