using System.Globalization;
using Platform.Registrations.Matching;

namespace Platform.Tests.Matching;

/// <summary>
/// Fits the weights on the dev seed: logistic regression (Newton's steps with a small ridge) over the candidates of a retrieval run,
/// the far ones thinned out and counted for those left away. Judged weights stay as they are.
/// </summary>
public sealed class LogisticFit
{
    private const double Ridge = 2;
    private const int ThinnedTo = 25;     // one in so many of the candidates far below any band
    private const double Near = -7;

    private readonly List<float[]> rows = [];
    private readonly List<(bool Right, double Counts)> answers = [];

    /// <summary>The weights in bits, in the order of <see cref="MatchFeature" />.</summary>
    public static double[] Weights(TestSet set, IReadOnlyList<(Registration Second, MatchSubject Subject)> queries, Action<string> say)
    {
        var weights = MatchWeights.For(set.People.Count);
        for (var round = 0; round < 2; round++)
        {
            var fit = new LogisticFit();
            fit.Collect(set, queries, new Matcher(weights));
            say(string.Create(CultureInfo.InvariantCulture, $"{fit.rows.Count} pairs"));
            weights = fit.Solve(weights);
        }

        return weights;
    }

    /// <summary>Repeats the fit of the weights in <see cref="MatchWeights" /> and says them as they stand there.</summary>
    public static void Repeat(Action<string> say)
    {
        var set = TestSet.Of(Seed.Dev, MatchWeights.BaseOfWeights, Corruption.Hard);
        var weights = Weights(set, set.Again(Corruption.Hard, 6_000), say);
        foreach (var feature in Enum.GetValues<MatchFeature>())
        {
            say(string.Create(CultureInfo.InvariantCulture, $"[MatchFeature.{feature}] = {weights[(int)feature]:0.0},{(MatchWeights.Judged.ContainsKey(feature) ? "   // judged" : "")}"));
        }
    }

    private void Collect(TestSet set, IReadOnlyList<(Registration Second, MatchSubject Subject)> queries, Matcher matcher)
    {
        var (dice, found, features) = (new Dice(7), new Dictionary<int, double>(), new double[MatchWeights.Count]);
        foreach (var (second, subject) in queries)
        {
            set.Index.Find(TestSet.Keys.ToLookFor(subject), found);
            foreach (var candidate in found.Keys)
            {
                var right = candidate == second.Person.Id;
                var near = right || matcher.Score(subject, set.First[candidate]).Bits > Near;
                if (near || dice.Below(ThinnedTo) == 0)
                {
                    Matcher.Features(subject, set.First[candidate], features);
                    rows.Add([.. features.Select(value => (float)value)]);
                    answers.Add((right, near ? 1 : ThinnedTo));
                }
            }
        }
    }

    private double[] Solve(double[] start)
    {
        var nats = start.Select(bits => bits * Math.Log(2)).ToArray();
        int[] free = [.. Enumerable.Range(0, nats.Length).Where(feature => !MatchWeights.Judged.ContainsKey((MatchFeature)feature))];
        for (var step = 0; step < 12; step++)
        {
            var gradient = new double[free.Length];
            var curvature = new double[free.Length][];
            for (var at = 0; at < free.Length; at++)
            {
                curvature[at] = new double[free.Length];
                curvature[at][at] = free[at] == 0 ? 1e-6 : Ridge;
                gradient[at] = free[at] == 0 ? 0 : -Ridge * nats[free[at]];
            }

            Sum(nats, free, gradient, curvature);
            var move = Elimination.Solve(curvature, gradient);
            for (var at = 0; at < free.Length; at++)
            {
                nats[free[at]] += Math.Clamp(move[at], -3, 3);
            }
        }

        return [.. nats.Select(nat => nat / Math.Log(2))];
    }

    private void Sum(double[] nats, int[] free, double[] gradient, double[][] curvature)
    {
        var values = new double[free.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            var sum = 0.0;
            for (var feature = 0; feature < nats.Length; feature++)
            {
                sum += nats[feature] * rows[row][feature];
            }

            var (right, counts) = answers[row];
            var chance = 1 / (1 + Math.Exp(-sum));
            var (error, spread) = (counts * ((right ? 1 : 0) - chance), counts * chance * (1 - chance));
            for (var at = 0; at < free.Length; at++)
            {
                values[at] = rows[row][free[at]];
            }

            for (var at = 0; at < free.Length; at++)
            {
                if (values[at] != 0)
                {
                    gradient[at] += error * values[at];
                    for (var other = 0; other < free.Length; other++)
                    {
                        curvature[at][other] += spread * values[at] * values[other];
                    }
                }
            }
        }
    }
}

/// <summary>Gauss's elimination with row exchanges, for the few dozen unknowns of a fit.</summary>
internal static class Elimination
{
    public static double[] Solve(double[][] matrix, double[] right)
    {
        var n = right.Length;
        for (var column = 0; column < n; column++)
        {
            var pivot = Enumerable.Range(column, n - column).MaxBy(row => Math.Abs(matrix[row][column]));
            (matrix[column], matrix[pivot]) = (matrix[pivot], matrix[column]);
            (right[column], right[pivot]) = (right[pivot], right[column]);
            for (var row = column + 1; row < n; row++)
            {
                var factor = matrix[row][column] / matrix[column][column];
                for (var at = column; at < n; at++)
                {
                    matrix[row][at] -= factor * matrix[column][at];
                }

                right[row] -= factor * right[column];
            }
        }

        for (var row = n - 1; row >= 0; row--)
        {
            for (var at = row + 1; at < n; at++)
            {
                right[row] -= matrix[row][at] * right[at];
            }

            right[row] /= matrix[row][row];
        }

        return right;
    }
}
