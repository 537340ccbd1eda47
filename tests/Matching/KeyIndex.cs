using Platform.Registrations.Matching;

namespace Platform.Tests.Matching;

/// <summary>The key table of a base, in memory: which records stand under which key.</summary>
public sealed class KeyIndex
{
    private readonly Dictionary<MatchKey, (int From, int Count)> places;
    private readonly int[] records;
    private readonly int count;

    private KeyIndex(Dictionary<MatchKey, (int From, int Count)> places, int[] records, int count) => (this.places, this.records, this.count) = (places, records, count);

    /// <summary>Rows a person, of every kind.</summary>
    public double RowsEach => records.Length / (double)count;

    public IEnumerable<(MatchKey Key, int Records)> Histogram => places.Select(place => (place.Key, place.Value.Count));

    public static KeyIndex Of(IReadOnlyList<MatchSubject> subjects, MatchKeys keys)
    {
        var (rows, of) = (new List<MatchKey>(subjects.Count * 10), new List<int>(subjects.Count * 10));
        var places = new Dictionary<MatchKey, (int From, int Count)>();
        for (var at = 0; at < subjects.Count; at++)
        {
            foreach (var key in keys.OfRecord(subjects[at]))
            {
                rows.Add(key);
                of.Add(at);
                places[key] = (0, places.GetValueOrDefault(key).Count + 1);
            }
        }

        var from = 0;
        foreach (var key in places.Keys.ToArray())
        {
            var length = places[key].Count;
            places[key] = (from, 0);
            from += length;
        }

        var records = new int[rows.Count];
        for (var at = 0; at < rows.Count; at++)
        {
            var (start, filled) = places[rows[at]];
            records[start + filled] = of[at];
            places[rows[at]] = (start, filled + 1);
        }

        return new KeyIndex(places, records, subjects.Count);
    }

    /// <summary>The records that share a key with these, each with the sum of log2(records / records under the key) over what it shares, into <paramref name="found" />.</summary>
    public void Find(IEnumerable<MatchKey> keys, Dictionary<int, double> found)
    {
        found.Clear();
        foreach (var key in keys)
        {
            if (places.TryGetValue(key, out var place))
            {
                var bits = Math.Log2(count / (double)place.Count);
                foreach (var record in records.AsSpan(place.From, place.Count))
                {
                    found[record] = found.GetValueOrDefault(record) + bits;
                }
            }
        }
    }
}
