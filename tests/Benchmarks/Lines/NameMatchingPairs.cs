using System.Globalization;
using Platform.Registrations.Matching;
using Platform.Tests.Matching;

namespace Platform.Benchmarks.Lines;

/// <summary>The part of line 17 that scores pairs whose answer is known, without looking for anybody.</summary>
internal static class NameMatchingPairs
{
    private const int PerNationality = 1_000;
    private const double RecallOfGroups = 0.9;

    /// <summary>As many pairs of every nationality, at the bits above which 90 % of the labelled true pairs score.</summary>
    public static void Say(string what, TestSet set, Matcher matcher, Corruption rates, double bitsOfChain)
    {
        double Bits((Registration Second, MatchSubject Subject) one) => matcher.Score(one.Subject, set.First[one.Second.Person.Id]).Bits;
        var part = Math.Min(1, set.People.Count / 200_000.0);
        var labelled = LabelledPairs.Of(set, rates, (int)(4_000 * part), (int)(16_000 * part), (int)(24_000 * part)).ConvertAll(pair => (pair.Kind, pair.Second, pair.One, pair.Other, matcher.Score(pair.One, pair.Other).Bits));
        var same = labelled.Where(pair => pair.Kind == PairKind.Same).ToList();
        var threshold = Spread.Percentile([.. same.Select(pair => pair.Bits).Order()], 1 - RecallOfGroups);

        var pairs = set.Again(rates, PerNationality, perNationality: true);
        var ofPairs = Recalls(pairs, one => one.Second.Person.Nationality, one => Bits(one) >= threshold);
        var found = new HashSet<MatchKey>();
        var ofChain = Recalls(pairs, one => one.Second.Person.Nationality, one =>
        {
            found.Clear();
            found.UnionWith(TestSet.Keys.OfRecord(set.First[one.Second.Person.Id]));
            return Bits(one) >= bitsOfChain && found.Overlaps(TestSet.Keys.ToLookFor(one.Subject));
        });

        double Wrong(PairKind kind) => 100.0 * labelled.Count(pair => pair.Kind == kind && pair.Bits >= threshold) / Math.Max(1, labelled.Count(pair => pair.Kind == kind));
        double Precision(double recall)
        {
            var least = Spread.Percentile([.. same.Select(pair => pair.Bits).Order()], 1 - recall);
            return 100.0 * same.Count(pair => pair.Bits >= least) / labelled.Count(pair => pair.Bits >= least);
        }

        var gap = ofPairs[^1].Recall - ofPairs[0].Recall;
        Bench.Say("17", "recall, best nationality less worst, points" + what, new Spread(gap, gap, gap), Goal.Most(6), Invariant($"""
            at 90 % of all pairs: {Listed(ofPairs)}
            by keys and bits, where all together reach 80 %: {Listed(ofChain)}
            by scripts: {Listed(Recalls(same, pair => Scripts(pair.Second, pair.Other), pair => pair.Bits >= threshold))}
            by sex: {Listed(Recalls(same, pair => pair.Second.Person.Sex == 'f' ? "women" : "men", pair => pair.Bits >= threshold))}; by age: {Listed(Recalls(same, pair => Age(pair.Second.Person), pair => pair.Bits >= threshold))}
            {same.Count} true pairs, {labelled.Count(pair => pair.Kind == PairKind.Siblings)} siblings of whom {Wrong(PairKind.Siblings):0.0} % are above the same bits, {labelled.Count(pair => pair.Kind == PairKind.Homonyms)} homonyms, {Wrong(PairKind.Homonyms):0.0} %; precision at recall 70 / 80 / 90 / 95 %: {Precision(0.7):0} / {Precision(0.8):0} / {Precision(0.9):0} / {Precision(0.95):0} %
            """), $"the spellings of {ofPairs[0].Group} that go wrong most: rules and aliases for its habits, by somebody who writes them");
    }

    private static (string Group, double Recall)[] Recalls<T>(IEnumerable<T> pairs, Func<T, string> group, Func<T, bool> isFound) =>
        [.. pairs.GroupBy(group).Select(one => (one.Key, 100.0 * one.Count(isFound) / one.Count())).OrderBy(one => one.Item2)];

    private static string Scripts(Registration second, MatchSubject other)
    {
        var first = other.Name.Tokens.Any(token => token.Script == NameScript.Arabic);
        return second.IsArabic == first ? second.IsArabic ? "both Arabic" : "both Latin" : "one of each";
    }

    private static string Age(InventedPerson person) => (InventedPeople.Today - person.BirthYear) switch { < 18 => "under 18", < 30 => "18 to 29", < 45 => "30 to 44", _ => "45 and over" };

    private static string Listed(IEnumerable<(string Group, double Recall)> recalls) => string.Join(", ", recalls.Select(one => Invariant($"{one.Group} {one.Recall:0.0}")));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
