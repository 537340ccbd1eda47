using System.Numerics;

namespace Platform.Registrations.Matching;

/// <summary>How alike two words are, letter by letter: Jaro's measure raised for a common beginning (0.1 a letter, four at most), 0 to 1.</summary>
internal static class JaroWinkler
{
    private const int Longest = 64;

    /// <summary>The measure, or 0 where the letters that both have show that it is below <paramref name="least" />.</summary>
    public static double Of(ReadOnlySpan<char> one, uint oneMask, ReadOnlySpan<char> other, uint otherMask, double least)
    {
        var (n, m) = (Math.Min(one.Length, Longest), Math.Min(other.Length, Longest));
        if (n == 0 || m == 0)
        {
            return 0;
        }

        var most = Math.Min(n - BitOperations.PopCount(oneMask & ~otherMask), m - BitOperations.PopCount(otherMask & ~oneMask));
        if (most <= 0)
        {
            return 0;
        }

        var prefix = one[..n].CommonPrefixLength(other[..m]);
        var bound = ((most / (double)n) + (most / (double)m) + 1) / 3;
        var lift = Math.Min(prefix, 4) * 0.1;
        if (bound + (lift * (1 - bound)) < least)
        {
            return 0;
        }

        var jaro = Jaro(one[..n], other[..m]);
        return jaro + (lift * (1 - jaro));
    }

    private static double Jaro(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var window = Math.Max(0, (Math.Max(one.Length, other.Length) / 2) - 1);
        ulong mine = 0, its = 0;
        for (var at = 0; at < one.Length; at++)
        {
            var to = Math.Min(other.Length, at + window + 1);
            for (var there = Math.Max(0, at - window); there < to; there++)
            {
                if (one[at] == other[there] && (its & (1UL << there)) == 0)
                {
                    mine |= 1UL << at;
                    its |= 1UL << there;
                    break;
                }
            }
        }

        var matched = BitOperations.PopCount(mine);
        if (matched == 0)
        {
            return 0;
        }

        var transposed = 0;
        for (ulong left = mine, right = its; left != 0; left &= left - 1, right &= right - 1)
        {
            if (one[BitOperations.TrailingZeroCount(left)] != other[BitOperations.TrailingZeroCount(right)])
            {
                transposed++;
            }
        }

        return ((matched / (double)one.Length) + (matched / (double)other.Length) + ((matched - (transposed / 2)) / (double)matched)) / 3;
    }
}
