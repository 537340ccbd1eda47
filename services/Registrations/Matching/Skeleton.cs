using System.Numerics;

namespace Platform.Registrations.Matching;

/// <summary>
/// The consonants that the Arabic and Latin spellings of a name share, as MHMD: at most 11 of the letters
/// <c>B T G K H D Z S X F L M N R W Y</c>, or <c>_</c> alone where a name has only vowels, packed in 5 bits each, the first lowest.
/// A word of another script has a fingerprint of its letters instead (the highest bit is set).
/// </summary>
public readonly record struct Skeleton(ulong Packed)
{
    /// <summary>Consonants that are kept; a longer word is cut.</summary>
    public const int Longest = 11;

    private const string Alphabet = "BTGKHDZSXFLMNRWY_";
    private const int Bits = 5;
    private const ulong Foreign = 1UL << 63;

    /// <summary>How many letters there are.</summary>
    public int Length => IsForeign ? 0 : (64 - BitOperations.LeadingZeroCount(Packed) + Bits - 1) / Bits;

    /// <summary>Whether this is the fingerprint of a word neither Arabic nor Latin.</summary>
    public bool IsForeign => (Packed & Foreign) != 0;

    /// <summary>Its first letter alone.</summary>
    internal Skeleton First => new(Packed & ((1UL << Bits) - 1));

    /// <summary>Of its letters; of none, the one of a name without consonants.</summary>
    public static Skeleton Of(ReadOnlySpan<char> letters)
    {
        var packed = 0UL;
        for (var at = 0; at < letters.Length && at < Longest; at++)
        {
            packed |= (ulong)(Alphabet.IndexOf(letters[at], StringComparison.Ordinal) + 1) << (at * Bits);
        }

        return packed == 0 ? new Skeleton((ulong)Alphabet.Length) : new Skeleton(packed);
    }

    /// <summary>The fingerprint (FNV-1a) of a word in a script that has no rules here: it equals itself and nothing else.</summary>
    public static Skeleton OfForeign(ReadOnlySpan<char> word)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in word)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return new Skeleton(hash | Foreign);
    }

    /// <summary>This and another as one word; equal letters that meet become one when <paramref name="meeting" /> says so.</summary>
    internal ulong Followed(Skeleton other, bool meeting)
    {
        var length = Length;
        var rest = meeting ? other.Packed >> Bits : other.Packed;
        return IsForeign || other.IsForeign || length + other.Length > Longest ? 0 : Packed | (rest << (length * Bits));
    }

    /// <summary>Whether the last letter is the first of the other.</summary>
    internal bool Meets(Skeleton other) => Length is > 0 and var length && (Packed >> ((length - 1) * Bits)) == (other.Packed & 31);

    /// <summary>The letters, or the fingerprint in hexadecimal.</summary>
    public override string ToString()
    {
        if (IsForeign)
        {
            return Packed.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        }

        Span<char> letters = stackalloc char[Longest];
        var length = Length;
        for (var at = 0; at < length; at++)
        {
            letters[at] = Alphabet[(int)((Packed >> (at * Bits)) & 31) - 1];
        }

        return new string(letters[..length]);
    }
}
