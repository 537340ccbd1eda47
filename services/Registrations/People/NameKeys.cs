using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Registrations.People;

/// <summary>
/// Search keys of a name: its parts are folded and reduced to consonants that Arabic and Latin spellings share, and each
/// unordered pair of parts is hashed under a key of the agency. Nothing can be read from them without that key.
/// </summary>
public sealed class NameKeys
{
    private static readonly HashSet<string> Particles = new(StringComparer.Ordinal)
        { "bin", "ben", "ibn", "ould", "wuld", "wad", "bint", "mint", "ag", "al", "el", "as", "ad", "ur", "بن", "ابن", "بنت", "ولد" };

    private static readonly (string Spelling, string Consonant)[] Latin =
    [
        ("sch", "X"), ("tch", "X"), ("sh", "X"), ("ch", "X"), ("kh", "K"), ("gh", "G"), ("dj", "G"), ("dg", "G"), ("ph", "F"), ("th", "T"), ("dh", "D"),
        ("b", "B"), ("p", "B"), ("t", "T"), ("j", "G"), ("g", "G"), ("q", "K"), ("k", "K"), ("c", "K"), ("h", "H"), ("x", "H"), ("d", "D"),
        ("z", "Z"), ("s", "S"), ("ç", "S"), ("f", "F"), ("v", "F"), ("l", "L"), ("m", "M"), ("n", "N"), ("r", "R"), ("w", "W"),
    ];

    private static readonly Dictionary<char, string> Arabic = new()
    {
        ['ب'] = "B",
        ['پ'] = "B",
        ['ت'] = "T",
        ['ط'] = "T",
        ['ث'] = "T",
        ['ج'] = "G",
        ['غ'] = "G",
        ['ق'] = "K",
        ['ك'] = "K",
        ['گ'] = "K",
        ['خ'] = "K",
        ['ح'] = "H",
        ['ه'] = "H",
        ['د'] = "D",
        ['ذ'] = "D",
        ['ض'] = "D",
        ['ظ'] = "Z",
        ['ز'] = "Z",
        ['س'] = "S",
        ['ص'] = "S",
        ['ش'] = "X",
        ['چ'] = "X",
        ['ف'] = "F",
        ['ڤ'] = "F",
        ['ل'] = "L",
        ['م'] = "M",
        ['ن'] = "N",
        ['ر'] = "R",
    };

    private readonly byte[] secret;

    /// <summary>Keyed with <c>Search:Key</c> (base64, 32 bytes).</summary>
    public NameKeys(IConfiguration configuration) =>
        secret = Convert.FromBase64String(configuration["Search:Key"] ?? throw new InvalidOperationException("Search:Key is not configured."));

    /// <summary>The keys under which an agency finds a person by any of these names.</summary>
    public long[] Of(Guid agency, IEnumerable<string> names) => [.. names.SelectMany(name => Of(agency, name)).Distinct()];

    /// <summary>The keys under which an agency finds a name. One part alone makes one key, n parts n(n-1)/2.</summary>
    public long[] Of(Guid agency, string name)
    {
        var parts = Parts(name);
        var keyOfAgency = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: agency.ToByteArray());
        return parts.Count == 1
            ? [Hash(keyOfAgency, parts[0], parts[0])]
            : [.. parts.SelectMany((one, index) => parts.Skip(index + 1).Select(other => Hash(keyOfAgency, one, other))).Distinct()];
    }

    /// <summary>The consonants of each part of a name, without particles, sorted, none twice.</summary>
    public static IReadOnlyList<string> Parts(string name) =>
    [
        .. Fold(name).Split([' ', '-', '\'', '’'], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !Particles.Contains(part))
            .Select(Consonants)
            .Where(part => part.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Take(8),
    ];

    private static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var character in name.Normalize(NormalizationForm.FormKD))
        {
            // accents, harakat and tatweel say nothing that two spellings of a name would share
            if (CharUnicodeInfo.GetUnicodeCategory(character) is not UnicodeCategory.NonSpacingMark and not UnicodeCategory.Format && character != 'ـ')
            {
                folded.Append(char.ToLowerInvariant(character));
            }
        }

        return folded.ToString();
    }

    private static string Consonants(string part)
    {
        var key = new StringBuilder(part.Length);
        var word = part.StartsWith("ال", StringComparison.Ordinal) && part.Length > 4 ? part[2..] : part;
        for (var at = 0; at < word.Length;)
        {
            var (consonant, length) = At(word, at);
            if (consonant.Length > 0 && (key.Length == 0 || key[^1] != consonant[0]))
            {
                key.Append(consonant);
            }

            at += length;
        }

        return key.ToString();
    }

    private static (string Consonant, int Length) At(string word, int at)
    {
        if (Arabic.TryGetValue(word[at], out var consonant))
        {
            return (word[at] == 'ه' && at == word.Length - 1 ? "" : consonant, 1);
        }

        foreach (var (spelling, latin) in Latin)
        {
            if (string.CompareOrdinal(word, at, spelling, 0, spelling.Length) == 0)
            {
                var silent = (spelling == "h" && at == word.Length - 1) || (spelling == "w" && at > 0);
                return (silent ? "" : latin, spelling.Length);
            }
        }

        return ("", 1);
    }

    private static long Hash(byte[] key, string one, string other) =>
        BinaryPrimitives.ReadInt64BigEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{one}\0{other}")));
}
