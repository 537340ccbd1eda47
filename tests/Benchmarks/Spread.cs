using System.Globalization;

namespace Platform.Benchmarks;

/// <summary>The ratios of a line's rounds: only these are compared with a goal.</summary>
public sealed record Spread(double Median, double Low, double High)
{
    /// <summary>Of each round's ratio.</summary>
    public static Spread Of(IEnumerable<double> ratios)
    {
        var sorted = ratios.Order().ToArray();
        return sorted.Length == 0 ? throw new InvalidOperationException("A line without a round has no ratio.") : new Spread(Percentile(sorted, 0.5), sorted[0], sorted[^1]);
    }

    /// <summary>The value below which this part of the sorted values lies.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double part)
    {
        var at = part * (sorted.Count - 1);
        var below = (int)at;
        return below + 1 < sorted.Count ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    /// <summary>The middle of unsorted values.</summary>
    public static double MedianOf(IEnumerable<double> values) => Percentile([.. values.Order()], 0.5);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Median:0.00} (range {Low:0.00}–{High:0.00})");
}

/// <summary>What a ratio is meant to reach.</summary>
/// <param name="Bound">The number.</param>
/// <param name="AtLeast">Whether more is better.</param>
public sealed record Goal(double Bound, bool AtLeast)
{
    public static Goal Least(double bound) => new(bound, AtLeast: true);

    public static Goal Most(double bound) => new(bound, AtLeast: false);

    public bool IsMetBy(double value) => AtLeast ? value >= Bound : value <= Bound;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"goal {(AtLeast ? '≥' : '≤')} {Bound:0.##}");
}
