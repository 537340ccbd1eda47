using System.Collections.Concurrent;
using System.Globalization;
using Platform.Registrations.Matching;
using Platform.Tests.Matching;

namespace Platform.Registrations.Tests.Matching;

/// <summary>
/// The matcher on 20,000 invented people, in seconds: exact numbers for each seed, so that every change of rules, data or weights shows here.
/// They are taken anew with the change that explains them, and <c>./platform bench matching</c> says whether it was for the better.
/// </summary>
public sealed class GateTests
{
    private const int People = 20_000;
    private const int Queries = 1_000;

    private static readonly ConcurrentDictionary<Seed, Lazy<TestSet>> Sets = new();   // nobody changes one

    [Theory]
    [InlineData(Seed.Dev, "candidates 41653, blocked 960, ranks 914 956 959, strong 748+26, review 902+323")]
    [InlineData(Seed.Test, "candidates 45722, blocked 967, ranks 916 965 966, strong 728+21, review 905+348")]
    [InlineData(Seed.HeldOut, "candidates 39928, blocked 963, ranks 917 961 963, strong 757+19, review 912+381")]
    public void The_numbers_of_a_seed_are_these(Seed seed, string numbers)
    {
        var set = Large(seed);
        var run = Retrieval.Run(set, set.Again(Corruption.Hard, Queries), new Matcher(People));
        var (strong, review) = (run.Above(MatchScore.Strong), run.Above(MatchScore.Review));

        Assert.Equal(numbers, $"candidates {run.Candidates}, blocked {run.Blocked}, ranks {string.Join(' ', run.Within)}, strong {strong.Right}+{strong.Wrong}, review {review.Right}+{review.Wrong}");
    }

    [Fact]
    public void Siblings_and_homonyms_stay_below_people_themselves()
    {
        var set = Large(Seed.Test);
        var matcher = new Matcher(People);
        var bits = LabelledPairs.Of(set, Corruption.Hard, 2_000, 2_000, 3_000).ToLookup(pair => pair.Kind, pair => matcher.Score(pair.One, pair.Other).Bits);
        double Above(PairKind kind, double least) => bits[kind].Count(one => one >= least) / (double)bits[kind].Count();

        Assert.All(Enum.GetValues<PairKind>(), kind => Assert.InRange(bits[kind].Count(), 1_000, 3_000));
        Assert.InRange(Above(PairKind.Same, MatchScore.Likely), 0.75, 1);
        Assert.InRange(Above(PairKind.Siblings, MatchScore.Likely), 0, 0.10);
        Assert.InRange(Above(PairKind.Homonyms, MatchScore.Likely), 0, 0.05);
    }

    [Fact]
    public void The_clean_profile_is_found_more_often_and_the_worse_one_less()
    {
        int Blocked(Corruption rates)
        {
            var set = TestSet.Of(Seed.Dev, 4_000, rates);
            return Retrieval.Run(set, set.Again(rates, 500), new Matcher(4_000)).Blocked;
        }

        Assert.True(Blocked(Corruption.Clean) > Blocked(Corruption.Hard) && Blocked(Corruption.Hard) > Blocked(Corruption.Worse));
    }

    /// <summary>Whoever steals the keys without the secret and ranks them against a sample of their own: the part of rows decoded, per kind. Run again whenever a kind is added.</summary>
    [Fact]
    public void Little_is_decoded_by_ranking_stolen_keys()
    {
        var (stolen, sample) = (Large(Seed.Test), Large(Seed.Dev));
        var decoded = RankAttack.Decoded(stolen.First, sample.First);

        // per cent; of single names without a band it was 31
        Assert.Equal("PairAndBand 0.040, Phone 0.000, RareTokenAndBand 0.007, Pair 0.401",
            string.Join(", ", decoded.OrderBy(kind => kind.Key).Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {100 * kind.Value:0.000}"))));
    }

    [Fact]
    public void A_set_is_the_same_every_time_and_its_names_are_of_its_seed()
    {
        var (one, again) = (TestSet.Of(Seed.Dev, 500, Corruption.Hard), TestSet.Of(Seed.Dev, 500, Corruption.Hard));
        Assert.Equal(one.First.Select(subject => $"{subject.Name} {subject.BirthYear} {subject.Phone}"), again.First.Select(subject => $"{subject.Name} {subject.BirthYear} {subject.Phone}"));

        Assert.DoesNotContain(one.People.SelectMany(person => person.Names), name => name.IsHeldOut);
        Assert.Contains(TestSet.Of(Seed.HeldOut, 500, Corruption.Hard).People.SelectMany(person => person.Names), name => name.IsHeldOut);
    }

    [Fact]
    public void The_lexicon_is_as_large_as_it_is_said_to_be()
    {
        Assert.InRange(Lexicon.Entries.Count, 400, 10_000);
        Assert.Equal(Lexicon.Entries.Count / 5, Lexicon.Entries.Count(entry => entry.IsHeldOut));
        Assert.All(Lexicon.Entries, entry => Assert.True(entry.Arabic.Count > 0 && entry.Latin.Count > 1, entry.Latin[0]));
        Assert.Contains(Lexicon.Entries, entry => entry.Sex == '-');
    }

    private static TestSet Large(Seed seed) => Sets.GetOrAdd(seed, of => new(() => TestSet.Of(of, People, Corruption.Hard))).Value;
}
