using System.Collections.Frozen;
using System.Globalization;

namespace Platform.Registrations.Matching;

/// <summary>
/// How common names are: the share of records that hold a skeleton. Counted from the records themselves where there are many, with the
/// built-in shares (name-shares.txt, estimates from general knowledge, no register) as if they had been counted in
/// <see cref="BuiltInRecords" /> further records, so that in a young installation Mohammed is not rare.
/// </summary>
public sealed class NameFrequencies
{
    /// <summary>A name that nobody else has carries so many bits and no more, however many records there are: it may be a slip of the pen.</summary>
    public const double MostBits = 14;

    /// <summary>Records that the built-in shares count for.</summary>
    public const int BuiltInRecords = 2_000;

    private static readonly FrozenDictionary<ulong, double> Shares = MatchingData.Lines("name-shares.txt").Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' ')).ToFrozenDictionary(pair => Skeleton.Of(pair[0]).Packed, pair => double.Parse(pair[1], CultureInfo.InvariantCulture) / 1000);

    /// <summary>Records of one nationality that the shares of all count for beside them, so that a few records are no statistic.</summary>
    private const int SharesOfAll = 200;

    private readonly FrozenDictionary<ulong, float> bits;
    private readonly FrozenDictionary<string, NameFrequencies> nationalities;
    private readonly float bitsOfUnknown;
    private readonly NameFrequencies all;

    private NameFrequencies(IReadOnlyDictionary<ulong, long> counted, long records, IReadOnlyDictionary<string, (Dictionary<ulong, long> Counted, long Records)> nationalities)
    {
        (Records, all) = (records, this);
        var total = records + (double)BuiltInRecords;
        bits = counted.Keys.Union(Shares.Keys).ToFrozenDictionary(key => key, key =>
            (float)Math.Min(MostBits, -Math.Log2((counted.GetValueOrDefault(key) + (Shares.GetValueOrDefault(key) * BuiltInRecords) + 0.5) / total)));
        bitsOfUnknown = (float)Math.Min(MostBits, Math.Log2(total / 0.5));
        this.nationalities = nationalities.ToFrozenDictionary(one => one.Key, one => new NameFrequencies(this, one.Value.Counted, one.Value.Records), StringComparer.Ordinal);
    }

    // of one nationality
    private NameFrequencies(NameFrequencies all, Dictionary<ulong, long> counted, long records)
    {
        (Records, this.all, nationalities) = (records, all, all.nationalities);
        var total = records + (double)SharesOfAll;
        bits = counted.ToFrozenDictionary(one => one.Key, one => (float)Math.Min(MostBits, -Math.Log2((one.Value + (Math.Pow(2, -all.RarityOf(new Skeleton(one.Key))) * SharesOfAll)) / total)));
        bitsOfUnknown = float.NaN;
        BitsOfNationality = (float)Math.Min(MostBits, -Math.Log2(records / (double)Math.Max(1, all.Records)));
    }

    /// <summary>The built-in shares alone.</summary>
    public static NameFrequencies BuiltIn { get; } = new(new Dictionary<ulong, long>(), 0, new Dictionary<string, (Dictionary<ulong, long>, long)>());

    /// <summary>Records that were counted.</summary>
    public long Records { get; }

    /// <summary>-log2 of the share of records that are of this nationality; 0 where it is not of one.</summary>
    internal float BitsOfNationality { get; }

    /// <summary>Counts the skeletons of all names, each once a name, and apart for each nationality (ISO 3166-1 alpha-3).</summary>
    public static NameFrequencies Counted(IEnumerable<(ParsedName Name, string? Nationality)> names)
    {
        var (counted, records) = (new Dictionary<ulong, long>(), 0L);
        var nationalities = new Dictionary<string, (Dictionary<ulong, long> Counted, long Records)>(StringComparer.Ordinal);
        var once = new HashSet<ulong>();
        foreach (var (name, nationality) in names)
        {
            records++;
            Dictionary<ulong, long>? its = null;
            if (nationality is not null)
            {
                var (those, many) = nationalities.GetValueOrDefault(nationality, ([], 0));
                nationalities[nationality] = (its = those, many + 1);
            }

            once.Clear();
            foreach (var skeleton in name.Tokens.SelectMany(token => token.Skeletons))
            {
                if (once.Add(skeleton.Packed))
                {
                    counted[skeleton.Packed] = counted.GetValueOrDefault(skeleton.Packed) + 1;
                    if (its is not null)
                    {
                        its[skeleton.Packed] = its.GetValueOrDefault(skeleton.Packed) + 1;
                    }
                }
            }
        }

        return new NameFrequencies(counted, records, nationalities);
    }

    /// <summary>As names are distributed among people of one nationality: Traore is rare, and in Mali it is not. These where the nationality is not known, or nobody of it was counted.</summary>
    public NameFrequencies Among(string? nationality) => nationality is null ? all : nationalities.GetValueOrDefault(nationality, all);

    /// <summary>-log2 of the share of all records that hold this skeleton.</summary>
    public double RarityOf(Skeleton skeleton) => all.bits.GetValueOrDefault(skeleton.Packed, all.bitsOfUnknown);

    /// <summary>The same of the records of the nationality.</summary>
    public double RarityAmong(Skeleton skeleton) => ReferenceEquals(all, this) ? RarityOf(skeleton)
        : bits.TryGetValue(skeleton.Packed, out var known) ? known : Math.Min(MostBits, RarityOf(skeleton) + Math.Log2((Records + (double)SharesOfAll) / SharesOfAll));
}
