using Platform.Registrations.Matching;

namespace Platform.Registrations.Tests.Matching;

public sealed class MatchKeysTests
{
    private static readonly MatchKeys Keys = new([.. Enumerable.Range(1, 32).Select(number => (byte)number)]);
    private static readonly Guid Amal = Guid.Parse("0a0a0a0a-0000-4000-8000-000000000001");
    private static readonly Guid Bayt = Guid.Parse("0a0a0a0a-0000-4000-8000-000000000002");

    [Theory]
    [InlineData("Mohamed Ali", "محمد علي")]
    [InlineData("Mohamed Ali", "Ali bin Muhammad")]
    [InlineData("Abdelrahman Elnour", "عبد الرحمن النور")]
    [InlineData("Ousmane Traore", "Uthman Traoré")]
    [InlineData("Gaddafi Ali", "Qadhafi Aly")]
    public void Spellings_of_one_name_share_keys_across_agencies_and_within_one(string one, string other)
    {
        Assert.True(AreFound(NamesUnderTest.Subject(one), NamesUnderTest.Subject(other)));
        Assert.NotEmpty(Keys.Scoped(Amal, NamesUnderTest.Name(one)).Intersect(Keys.Scoped(Amal, NamesUnderTest.Name(other))));
    }

    [Fact]
    public void Another_name_shares_none()
    {
        Assert.False(AreFound(NamesUnderTest.Subject("Mohamed Ali"), NamesUnderTest.Subject("Tesfay Berhane")));
        Assert.Empty(Keys.Scoped(Amal, NamesUnderTest.Name("Mohamed Ali")).Intersect(Keys.Scoped(Amal, NamesUnderTest.Name("Mohamed Tesfay"))));
    }

    [Fact]
    public void An_agency_has_keys_of_its_own_for_its_searches() =>
        Assert.Empty(Keys.Scoped(Amal, NamesUnderTest.Name("Mohamed Ali Omar")).Intersect(Keys.Scoped(Bayt, NamesUnderTest.Name("Mohamed Ali Omar"))));

    [Fact]
    public void Each_kind_and_each_secret_has_a_pepper_of_its_own()
    {
        var subject = NamesUnderTest.Subject("Qwaqwbe Zimbodu Ali", phone: "0911234567");
        var all = Keys.OfRecord(subject).Concat(Keys.Scoped(Amal, subject.Name)).ToList();

        Assert.Equal([MatchKeyKind.PairAndBand, MatchKeyKind.Phone, MatchKeyKind.RareTokenAndBand, MatchKeyKind.Pair], all.Select(key => key.Kind).Distinct().Order());
        Assert.Equal(all.Count, all.Select(key => key.Key).Distinct().Count());
        Assert.Empty(new MatchKeys(new byte[32]).OfRecord(subject).Intersect(Keys.OfRecord(subject)));
    }

    [Fact]
    public void A_secret_has_at_least_32_bytes() => Assert.Throws<ArgumentException>(() => new MatchKeys(new byte[31]));

    [Fact]
    public void The_keys_are_these_and_a_change_of_them_needs_a_new_version()
    {
        var subject = NamesUnderTest.Subject("Mohamed Tesfay", 1990, phone: "0911234567");

        Assert.Equal(1, MatchKeys.Version);
        Assert.Equal("1:87a87054f8bdda67 2:409def7f5056c91c 3:96db6c6e883c8a2e", string.Join(' ', Keys.OfRecord(subject).Select(key => $"{(int)key.Kind}:{key.Key:x16}").Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(1990, 1990, true)]
    [InlineData(1990, 1993, true)]
    [InlineData(1990, 1987, true)]
    [InlineData(1990, 2000, false)]
    [InlineData(1990, 1980, false)]
    [InlineData(1990, null, true)]
    [InlineData(null, 1990, true)]
    [InlineData(null, 1905, true)]
    [InlineData(null, null, true)]
    public void The_band_of_the_year_is_part_of_a_key_and_neighbouring_ones_are_looked_for(int? one, int? other, bool found) =>
        Assert.Equal(found, AreFound(NamesUnderTest.Subject("Mohamed Ali", one), NamesUnderTest.Subject("Mohamed Ali", other)));

    [Fact]
    public void A_phone_finds_who_has_another_name() =>
        Assert.True(AreFound(NamesUnderTest.Subject("Mohamed Ali", phone: "0911234567"), NamesUnderTest.Subject("Tesfay Berhane", 1960, phone: "+218911234567")));

    [Fact]
    public void One_rare_name_alone_finds_and_a_common_one_does_not()
    {
        Assert.True(AreFound(NamesUnderTest.Subject("Qwaqwbe Ali"), NamesUnderTest.Subject("Omar Qwaqwbe")));
        Assert.False(AreFound(NamesUnderTest.Subject("Mohamed Ali"), NamesUnderTest.Subject("Mohamed Omar")));
        Assert.DoesNotContain(Keys.OfRecord(NamesUnderTest.Subject("Mohamed")), key => key.Kind == MatchKeyKind.RareTokenAndBand);
    }

    [Fact]
    public void Names_run_together_are_found()
    {
        Assert.True(AreFound(NamesUnderTest.Subject("Ibrahim Mohamedali"), NamesUnderTest.Subject("Ibrahim Mohamed Ali")));
        Assert.True(AreFound(NamesUnderTest.Subject("Ibrahim Mohamed Ali"), NamesUnderTest.Subject("Ibrahimmohamed Ali")));
    }

    [Fact]
    public void A_search_for_one_name_finds_who_has_one_only()
    {
        Assert.NotEmpty(Keys.Scoped(Amal, NamesUnderTest.Name("Mohamed")).Intersect(Keys.Scoped(Amal, NamesUnderTest.Name("محمد"))));
        Assert.Empty(Keys.Scoped(Amal, NamesUnderTest.Name("")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("🙂")]
    [InlineData("a b c d e f g h i j k l m n")]
    [InlineData("kh th dh gh q c kh th dh gh q c")]
    public void However_odd_the_name_the_keys_are_few(string name) => Assert.InRange(Keys.OfRecord(NamesUnderTest.Subject(name)).Count, 0, 250);

    private static bool AreFound(MatchSubject one, MatchSubject other) =>
        Keys.ToLookFor(one).Intersect(Keys.OfRecord(other)).Any() && Keys.ToLookFor(other).Intersect(Keys.OfRecord(one)).Any();
}
