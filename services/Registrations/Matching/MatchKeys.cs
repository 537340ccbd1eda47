using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Registrations.Matching;

/// <summary>
/// The keys under which records that may be one person are found without being opened. Each kind has a pepper of its own, derived from
/// <c>Search:Key</c> by HKDF-SHA256; with that secret and the keys everything is a look-up in a dictionary, so it is kept like a data key.
/// A new secret or version means new keys for all records.
/// </summary>
public sealed class MatchKeys
{
    /// <summary>Of rules and peppers together; stored with each key.</summary>
    public const int Version = 1;

    /// <summary>Bits from which a name is rare enough for a key of its own: fewer than one record in 256.</summary>
    public const double RareBits = 8;

    /// <summary>Bits from which it has one together with the first consonant of another name: fewer than one in 45.</summary>
    public const double LessRareBits = 5.5;

    private readonly byte[] secret;
    private readonly byte[][] peppers;

    /// <summary>What keys that are stored were made with: the version and, in 24 bits that say nothing of it, the secret. Never 0.</summary>
    public int Stamp { get; }

    /// <summary>With <c>Search:Key</c>, 32 bytes.</summary>
    public MatchKeys(byte[] secret)
    {
        this.secret = secret.Length >= 32 ? secret : throw new ArgumentException("Search:Key has fewer than 32 bytes.", nameof(secret));
        peppers = [.. Enum.GetValues<MatchKeyKind>().Select(kind => Pepper(kind, []))];
        Stamp = (Version << 24) | (int)(BinaryPrimitives.ReadUInt32BigEndian(HKDF.DeriveKey(HashAlgorithmName.SHA256, this.secret, 4, info: "match-key/stamp"u8.ToArray())) >> 8);
    }

    /// <summary>Keyed with <c>Search:Key</c> (base64) of the configuration.</summary>
    public MatchKeys(IConfiguration configuration)
        : this(Convert.FromBase64String(configuration["Search:Key"] ?? throw new InvalidOperationException("Search:Key is not configured.")))
    {
    }

    /// <summary>The keys that a record is stored under across agencies; none twice. Readings that other names have as their own (Gamal as Kamal) are looked for and not stored.</summary>
    public IReadOnlyCollection<MatchKey> OfRecord(MatchSubject subject) => Across(subject, [BirthBand.Of(subject.BirthYear)], lookingFor: false);

    /// <summary>The keys under which records of this person may stand: in the neighbouring bands too.</summary>
    public IReadOnlyCollection<MatchKey> ToLookFor(MatchSubject subject) => Across(subject, [.. BirthBand.Around(subject.BirthYear)], lookingFor: true);

    /// <summary>The keys by which an agency finds a name among its own records; those of a record and of a search are made alike.</summary>
    public IReadOnlyCollection<MatchKey> Scoped(Guid agency, ParsedName name)
    {
        var pepper = Pepper(MatchKeyKind.Pair, agency.ToByteArray(bigEndian: true));
        var found = new HashSet<MatchKey>();
        Span<byte> text = stackalloc byte[KeyMaterial.Length];
        foreach (var (one, other) in name.Tokens.Count == 1 ? KeyMaterial.Alone(name) : KeyMaterial.Pairs(name, lookingFor: true))
        {
            found.Add(new MatchKey(MatchKeyKind.Pair, Hash(pepper, KeyMaterial.Written(text, one, other, null))));
        }

        return found;
    }

    /// <summary>The same of all the names that somebody goes by, to be stored or to be looked for.</summary>
    public long[] Scoped(Guid agency, IEnumerable<string> names) =>
        [.. names.Select(name => ParsedName.Of(name, NameFrequencies.BuiltIn)).Where(name => name.Tokens.Count > 0).SelectMany(name => Scoped(agency, name)).Select(key => key.Key).Distinct()];

    private HashSet<MatchKey> Across(MatchSubject subject, int[] bands, bool lookingFor)
    {
        var found = new HashSet<MatchKey>();
        Span<byte> text = stackalloc byte[KeyMaterial.Length];
        foreach (var (one, other) in KeyMaterial.Pairs(subject.Name, lookingFor))
        {
            foreach (var band in bands)
            {
                found.Add(new MatchKey(MatchKeyKind.PairAndBand, Hash(PepperOf(MatchKeyKind.PairAndBand), KeyMaterial.Written(text, one, other, band))));
            }
        }

        foreach (var (token, initial) in KeyMaterial.Rare(subject.Name, lookingFor))
        {
            foreach (var band in bands)
            {
                found.Add(new MatchKey(MatchKeyKind.RareTokenAndBand, Hash(PepperOf(MatchKeyKind.RareTokenAndBand), KeyMaterial.Written(text, token, initial, band))));
            }
        }

        if (subject.Phone is { } phone)
        {
            found.Add(new MatchKey(MatchKeyKind.Phone, Hash(PepperOf(MatchKeyKind.Phone), Encoding.ASCII.GetBytes(phone.ToString()))));
        }

        return found;
    }

    private byte[] PepperOf(MatchKeyKind kind) => peppers[(int)kind - 1];

    private byte[] Pepper(MatchKeyKind kind, ReadOnlySpan<byte> agency) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: [.. Encoding.ASCII.GetBytes($"match-key/{Version}/{(int)kind}/"), .. agency]);

    private static long Hash(byte[] pepper, ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(pepper, text, hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
