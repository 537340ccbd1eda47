using Platform.Registrations.Matching;

namespace Platform.Tests.Matching;

/// <summary>What a run of queries against a base found.</summary>
public sealed class Retrieval
{
    private readonly List<double> falses = [];
    private readonly List<double> trues = [];

    private Retrieval(int queries) => Queries = queries;

    public int Queries { get; }

    /// <summary>Queries whose person was among the candidates.</summary>
    public int Blocked { get; private set; }

    /// <summary>Candidates of all queries.</summary>
    public long Candidates { get; private set; }

    /// <summary>At rank 1, in the first 5, in the first 10.</summary>
    public int[] Within { get; } = [0, 0, 0];

    /// <summary>Persons who are among so many candidates with the most weight of shared keys: what a caller may open.</summary>
    public SortedDictionary<int, int> Kept { get; } = new() { [100] = 0, [200] = 0, [400] = 0 };

    /// <summary>Those that were not found, and those that another stood before, for the note of what misses most.</summary>
    public List<(Registration Second, MatchSubject Subject, double? Bits)> Missed { get; } = [];

    public double BlockingRecall => Blocked / (double)Queries;

    public double Recall(int within) => Within[within] / (double)Queries;

    public static Retrieval Run(TestSet set, IReadOnlyList<(Registration Second, MatchSubject Subject)> queries, Matcher matcher)
    {
        var run = new Retrieval(queries.Count);
        var found = new Dictionary<int, double>();
        foreach (var (second, subject) in queries)
        {
            set.Index.Find(TestSet.Keys.ToLookFor(subject), found);
            run.Take(set, second, subject, found, matcher);
        }

        run.trues.Sort((one, other) => other.CompareTo(one));
        run.falses.Sort((one, other) => other.CompareTo(one));
        return run;
    }

    /// <summary>Bits above which this part of all queries' persons score; NaN where blocking lost too many.</summary>
    public double Threshold(double recall) => Math.Max(1, (int)Math.Ceiling(recall * Queries)) is var place && place <= trues.Count ? trues[place - 1] : double.NaN;

    /// <summary>Of all candidates with at least these bits, the part that is the right person.</summary>
    public double PrecisionAt(double recall)
    {
        var threshold = Threshold(recall);
        var (right, wrong) = (trues.Count(bits => bits >= threshold), falses.Count(bits => bits >= threshold));
        return double.IsNaN(threshold) ? 0 : right / (double)(right + wrong);
    }

    public double FalseEach(double recall) => Threshold(recall) is var threshold && double.IsNaN(threshold) ? double.NaN : falses.Count(bits => bits >= threshold) / (double)Queries;

    /// <summary>How many of the right and of the wrong stand at or above these bits.</summary>
    public (int Right, int Wrong) Above(double bits) => (trues.Count(one => one >= bits), falses.Count(one => one >= bits));

    private void Take(TestSet set, Registration second, MatchSubject subject, Dictionary<int, double> found, Matcher matcher)
    {
        var right = second.Person.Id;
        Candidates += found.Count;
        double? bits = null;
        if (found.TryGetValue(right, out var weight))
        {
            Blocked++;
            bits = matcher.Score(subject, set.First[right]).Bits;
            trues.Add(bits.Value);
            var before = found.Values.Count(other => other > weight);
            foreach (var most in Kept.Keys.ToArray())
            {
                Kept[most] += before < most ? 1 : 0;
            }
        }

        var ahead = 0;
        foreach (var candidate in found.Keys)
        {
            if (candidate != right)
            {
                var its = matcher.Score(subject, set.First[candidate]).Bits;
                ahead += its >= bits ? 1 : 0;
                if (its > -8)
                {
                    falses.Add(its);
                }
            }
        }

        if (bits is not null)
        {
            Within[0] += ahead < 1 ? 1 : 0;
            Within[1] += ahead < 5 ? 1 : 0;
            Within[2] += ahead < 10 ? 1 : 0;
        }

        if (bits is null || ahead > 0)
        {
            Missed.Add((second, subject, bits));
        }
    }
}
