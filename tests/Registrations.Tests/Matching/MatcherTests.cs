using Platform.Registrations.Matching;

namespace Platform.Registrations.Tests.Matching;

public sealed class MatcherTests
{
    private static readonly Matcher InSmallBase = new(20_000);
    private static readonly Matcher InLargeBase = new(200_000);

    [Fact]
    public void Everything_alike_is_strong_and_says_why()
    {
        var score = InSmallBase.Score(
            NamesUnderTest.Subject("Mohamed Ibrahim Elsadig", 1990, phone: "+218 91 123 4567"), NamesUnderTest.Subject("محمد إبراهيم الصادق", 1991, estimated: true, phone: "٠٩١١٢٣٤٥٦٧"));

        Assert.Equal(MatchBand.Strong, score.Band);
        Assert.Equal(["same-given-name", "same-fathers-name", "same-last-name", "all-names", "other-script", "year-near", "estimated-year", "same-phone", "same-nationality"], score.ReasonCodes.Except(["rare-name"]));
    }

    [Fact]
    public void Nothing_alike_is_not_shown()
    {
        var score = InSmallBase.Score(NamesUnderTest.Subject("Mohamed Ibrahim Elsadig", 1990), NamesUnderTest.Subject("Tesfay Berhane", 1971, sex: "female", nationality: "ERI"));

        Assert.Equal(MatchBand.None, score.Band);
        Assert.Equal(["other-sex", "other-nationality"], score.ReasonCodes);
    }

    [Theory]
    [InlineData("Ali Omar Musa", "Musa Omar Ali", "other-order")]
    [InlineData("Ali Omar Musa", "Aly Omer Mousa", "other-spelling")]
    [InlineData("Qwaqwbe Ali", "Qwaqwbe Ali", "rare-name")]
    public void A_reason_tells_what_was_found(string one, string other, string reason)
    {
        Assert.Contains(reason, InSmallBase.Score(NamesUnderTest.Subject(one), NamesUnderTest.Subject(other)).ReasonCodes);
        Assert.DoesNotContain(reason, InSmallBase.Score(NamesUnderTest.Subject("Ali Omar"), NamesUnderTest.Subject("Ali Omar")).ReasonCodes);
    }

    [Fact]
    public void Hassan_and_Hussein_of_one_father_year_and_phone_are_weighed_as_brothers()
    {
        MatchScore With(string other) => InLargeBase.Score(NamesUnderTest.Subject("Hassan Ali Omar", 1990, phone: "0911234567"), NamesUnderTest.Subject($"{other} Ali Omar", 1990, phone: "0911234567"));

        Assert.DoesNotContain("same-given-name", With("Hussein").ReasonCodes);
        Assert.NotEqual(MatchBand.Strong, With("Hussein").Band);
        Assert.InRange(With("Hussein").Bits, With("Tesfay").Bits, With("Hasan").Bits - 8);
    }

    [Fact]
    public void What_is_not_known_speaks_neither_for_nor_against()
    {
        var known = NamesUnderTest.Subject("Ali Omar Musa", 1990, phone: "0911234567");
        var bare = NamesUnderTest.Subject("Ali Omar Musa", null, sex: "unknown", nationality: null);

        Assert.Equal(["same-given-name", "same-fathers-name", "same-last-name", "all-names"], InSmallBase.Score(known, bare).ReasonCodes);
        Assert.True(InSmallBase.Score(known, known) > InSmallBase.Score(known, bare));
    }

    [Fact]
    public void A_year_further_off_counts_less_and_an_estimate_forgives()
    {
        double Bits(int years, bool estimated) => InSmallBase.Score(NamesUnderTest.Subject("Ali Omar", 1990), NamesUnderTest.Subject("Ali Omar", 1990 + years, estimated)).Bits;

        Assert.True(Bits(0, false) > Bits(1, false) && Bits(1, false) > Bits(3, false) && Bits(3, false) > Bits(5, false) && Bits(5, false) > Bits(9, false));
        Assert.True(Bits(3, true) > Bits(3, false) && Bits(5, true) > Bits(5, false));
    }

    [Fact]
    public void Another_sex_counts_against()
    {
        double Bits(string sex) => InSmallBase.Score(NamesUnderTest.Subject("Nour Ali"), NamesUnderTest.Subject("Nour Ali", sex: sex)).Bits;

        Assert.True(Bits("female") < Bits("unknown") && Bits("female") < Bits("male"));
        Assert.Equal(Bits("unknown"), Bits("other"));
    }

    [Fact]
    public void With_every_doubling_of_the_base_a_bit_less_is_said()
    {
        var (one, other) = (NamesUnderTest.Subject("Ali Omar"), NamesUnderTest.Subject("Aly Omer"));

        Assert.Equal(1, new Matcher(100_000).Score(one, other).Bits - new Matcher(200_000).Score(one, other).Bits, 9);
        Assert.Equal(MatchWeights.Of(MatchFeature.Constant), MatchWeights.For(MatchWeights.BaseOfWeights)[(int)MatchFeature.Constant]);
    }

    [Theory]
    [InlineData(2.0, MatchBand.Strong)]
    [InlineData(1.99, MatchBand.Likely)]
    [InlineData(0.0, MatchBand.Likely)]
    [InlineData(-0.01, MatchBand.Review)]
    [InlineData(-2.5, MatchBand.Review)]
    [InlineData(-2.51, MatchBand.Shown)]
    [InlineData(-5.5, MatchBand.Shown)]
    [InlineData(-5.51, MatchBand.None)]
    public void Bits_fall_into_bands(double bits, MatchBand band) => Assert.Equal(band, new MatchScore(bits, MatchReasons.None).Band);

    [Fact]
    public void What_was_set_by_judgement_is_what_counts()
    {
        Assert.Equal(-1.5, MatchWeights.Of(MatchFeature.YearNear));
        Assert.Equal(-2, MatchWeights.Of(MatchFeature.NationalityDifferent));
        Assert.Equal(4, MatchWeights.Of(MatchFeature.PhoneOneDigit));
        Assert.Equal((1, 1), (MatchWeights.RuleVersion, MatchWeights.AliasesVersion));
    }

    [Fact]
    public void Names_run_together_are_aligned_with_both()
    {
        var (apart, together, other) = (NamesUnderTest.Subject("Ibrahim Mohamed Ali"), NamesUnderTest.Subject("Ibrahim Mohamedali"), NamesUnderTest.Subject("Ibrahim Tesfay"));

        Assert.True(InSmallBase.Score(apart, together).Bits > InSmallBase.Score(apart, other).Bits + 5);
        Assert.True(InSmallBase.Score(together, apart).Bits > InSmallBase.Score(other, apart).Bits + 5);
    }

    [Theory]
    [InlineData("", "Ali Omar")]
    [InlineData("", "")]
    [InlineData("Ali", "Ali")]
    [InlineData("a b c d e f g h i j k l", "l k j i h g f e d c b a")]
    [InlineData("🙂 123", "Ali 🙂")]
    [InlineData("ተስፋይ በርሀ", "Tesfay Berhe")]
    public void Whatever_is_compared_has_a_score_and_the_same_turned_round(string one, string other)
    {
        var (a, b) = (NamesUnderTest.Subject(one), NamesUnderTest.Subject(other));

        Assert.True(double.IsFinite(InSmallBase.Score(a, b).Bits));
        Assert.Equal(InSmallBase.Score(a, b).Bits, InSmallBase.Score(b, a).Bits, 6);
    }

    [Fact]
    public void A_comparison_allocates_nothing()
    {
        var (one, other) = (NamesUnderTest.Subject("Mohamed Ibrahim Elsadig", 1990, phone: "0911234567"), NamesUnderTest.Subject("محمد إبراهيم الصادق", 1991));
        var bits = InSmallBase.Score(one, other).Bits;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < 1_000; time++)
        {
            bits += InSmallBase.Score(one, other).Bits;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(bits));
    }

    [Fact]
    public void Every_reason_has_a_code_in_kebab_case()
    {
        Assert.Equal(Enum.GetValues<MatchReasons>().Length - 1, ReasonCodes.All.Count);
        Assert.All(ReasonCodes.All, code => Assert.Matches("^[a-z]+(-[a-z]+)*$", code));
        Assert.Equal(ReasonCodes.All, ReasonCodes.Of((MatchReasons)int.MaxValue));
    }
}
