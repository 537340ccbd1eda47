using Platform.Registrations.Matching;

namespace Platform.Tests.Matching;

/// <summary>
/// What an attacker learns from a stolen key table without its secret: they hold another sample of such people, make the same texts from it,
/// and take the most frequent key for the most frequent text, and so on down. A lower bound: it does not use that rows of one person belong together.
/// </summary>
public static class RankAttack
{
    /// <summary>Of all rows of a kind in the table of <paramref name="stolen" />, the part whose text is guessed.</summary>
    public static IReadOnlyDictionary<MatchKeyKind, double> Decoded(IReadOnlyList<MatchSubject> stolen, IReadOnlyList<MatchSubject> sample)
    {
        var agency = new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]);
        var (table, known) = (Histogram(stolen, agency), Histogram(sample, agency));
        return table.GroupBy(entry => entry.Key.Kind).ToDictionary(kind => kind.Key, kind =>
        {
            // equal texts have equal keys under any one secret, so that keys stand for texts; ties in a fixed order that tells nothing
            var ranked = kind.OrderByDescending(entry => entry.Value).ThenBy(entry => Mixed(entry.Key.Key)).Select(entry => entry.Key);
            var guessed = known.Where(entry => entry.Key.Kind == kind.Key).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key.Key).Select(entry => entry.Key);
            var right = ranked.Zip(guessed).Where(pair => pair.First == pair.Second).Sum(pair => table[pair.First]);
            return right / (double)kind.Sum(entry => entry.Value);
        });
    }

    private static long Mixed(long key) => (long)new Dice((ulong)key).Next();

    private static Dictionary<MatchKey, int> Histogram(IReadOnlyList<MatchSubject> subjects, Guid agency)
    {
        var counts = new Dictionary<MatchKey, int>();
        foreach (var key in subjects.SelectMany(subject => TestSet.Keys.OfRecord(subject).Concat(TestSet.Keys.Scoped(agency, subject.Name))))
        {
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return counts;
    }
}
