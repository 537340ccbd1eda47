namespace Platform.Tests.Matching;

/// <summary>Numbers that a seed determines on every machine and with every runtime (SplitMix64).</summary>
public sealed class Dice(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15UL;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>0 to below 1.</summary>
    public double Part() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 to below <paramref name="bound" />.</summary>
    public int Below(int bound) => (int)(Part() * bound);

    /// <summary>Both bounds may be rolled.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Falls(double chance) => Part() < chance;

    public T One<T>(IReadOnlyList<T> of) => of[Below(of.Count)];
}
