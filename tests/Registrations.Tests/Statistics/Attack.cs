using Google.OrTools.LinearSolver;

namespace Platform.Registrations.Tests.Statistics;

/// <summary>
/// Who wants to know what was hidden. People are told apart as finely as any two tables together do; a figure is a number of such kinds of people. They write down all that was published
/// as equations, that no number of people is below nothing, and ask of whatever was not published how large it can be, and how small.
/// </summary>
internal sealed class Attack(int kinds)
{
    private readonly List<(string Name, int[] Kinds, int Value)> figures = [];
    private readonly HashSet<string> known = [];

    private const double Most = 100_000;   // so that nothing is without bound

    /// <summary>A figure, and whether it is published.</summary>
    public void Add(string name, IEnumerable<int> of, int value, bool isPublished)
    {
        figures.Add((name, [.. of], value));
        if (isPublished) known.Add(name);
    }

    /// <summary>How many are published, and how many not.</summary>
    public (int Published, int Hidden) Counts => (known.Count, figures.Count - known.Count);

    /// <summary>What is found: figures, and sums of those of one line that are not published, that can only be less than eleven.</summary>
    public IReadOnlyList<string> Run()
    {
        List<string> found = [.. figures.Where(figure => known.Contains(figure.Name) && figure.Value < 11).Select(figure => $"{figure.Name} is published: {figure.Value}")];
        using var solver = Solver.CreateSolver("GLOP");
        var people = solver.MakeNumVarArray(kinds, 0, Most);
        foreach (var figure in figures.Where(figure => known.Contains(figure.Name)))
        {
            var equation = solver.MakeConstraint(figure.Value, figure.Value);
            foreach (var kind in figure.Kinds) equation.SetCoefficient(people[kind], 1);
        }

        var hidden = figures.Where(figure => !known.Contains(figure.Name)).ToList();
        var lines = hidden.GroupBy(figure => figure.Name[..(figure.Name.LastIndexOf('/') + 1)]).Where(line => line.Count() > 1)
            .Select(line => (Name: $"all hidden of {line.Key}", Kinds: line.SelectMany(figure => figure.Kinds).ToArray(), Value: 0));
        foreach (var (name, of, _) in hidden.Concat(lines))
        {
            var most = Solve(of, isMost: true);
            if (most < 11 - 1e-6) found.Add($"{name} is at most {most:F2}, and at least {Solve(of, isMost: false):F2}");
        }

        return found;

        double Solve(int[] of, bool isMost)
        {
            var objective = solver.Objective();
            objective.Clear();
            foreach (var kind in of) objective.SetCoefficient(people[kind], objective.GetCoefficient(people[kind]) + 1);
            objective.SetOptimizationDirection(isMost);
            return solver.Solve() switch
            {
                Solver.ResultStatus.OPTIMAL => objective.Value(),
                var other => throw new InvalidOperationException($"The solver says {other}."),
            };
        }
    }
}
