namespace Platform.Registrations.Statistics;

/// <summary>
/// Figures that add up to one another, and which of them have to be hidden so that nothing small can be computed from the rest. What is below eleven is hidden first, nothing and one
/// like ten. Then others, the smallest first, until each hidden figure could be eleven or more for all that is published: the most that it could be is the greatest flow that
/// can be led through it while the figures that are shown keep their values. Whatever sum of people can be computed is no less than the most that any part of it could be.
/// </summary>
public sealed class Network
{
    /// <summary>What is less is not told, nor to be computed.</summary>
    public const int Least = 11;

    /// <summary>Where all flows begin, and end.</summary>
    public const string Outside = "*";

    private readonly List<Figure> figures = [];
    private readonly Dictionary<string, List<Figure>> at = [];

    /// <summary>Adds a figure.</summary>
    public Figure Add(Figure figure)
    {
        figures.Add(figure);
        At(figure.From).Add(figure);
        At(figure.To).Add(figure);
        return figure;
    }

    /// <summary>Hides what has to be hidden.</summary>
    public void Protect()
    {
        foreach (var small in figures.Where(figure => !figure.IsSettled && figure.IsSmall))
        {
            small.Hide();
        }

        foreach (var hidden in figures.Where(figure => figure.IsHidden && figure.Value < Least).ToList())
        {
            Widen(hidden);
        }
    }

    /// <summary>Makes room for a hidden figure to be eleven: leads flow through it on the ways that cost least to hide, which are those that are hidden already.</summary>
    private void Widen(Figure hidden)
    {
        var flow = figures.ToDictionary(figure => figure, figure => figure.Value);
        while (flow[hidden] < Least)
        {
            var way = Cheapest(hidden, flow) ?? throw new InvalidOperationException("With all hidden there is always a way.");
            var most = way.Where(step => !step.IsForward).Select(step => flow[step.Figure]).Append(Least - flow[hidden]).Min();
            foreach (var (figure, isForward) in way)
            {
                figure.Hide();
                flow[figure] += isForward ? most : -most;
            }

            flow[hidden] += most;
        }
    }

    /// <summary>The way back from where the figure goes to where it comes from.</summary>
    private List<(Figure Figure, bool IsForward)>? Cheapest(Figure hidden, Dictionary<Figure, int> flow)
    {
        var (cost, last, queue) = (new Dictionary<string, long> { [hidden.To] = 0 }, new Dictionary<string, (Figure Figure, bool IsForward)>(), new PriorityQueue<string, (long, int)>());
        queue.Enqueue(hidden.To, (0, 0));
        for (var turn = 1; queue.TryDequeue(out var here, out var priority);)
        {
            if (priority.Item1 > cost[here])
            {
                continue;
            }

            if (here == hidden.From)
            {
                break;
            }

            foreach (var figure in At(here).Where(figure => figure != hidden && (figure.IsHidden || !figure.IsSettled)))
            {
                var isForward = figure.From == here;
                var (next, cheaper) = (isForward ? figure.To : figure.From, cost[here] + (figure.IsHidden ? 0 : 1 + figure.Value));
                if ((isForward || flow[figure] > 0) && cheaper < cost.GetValueOrDefault(next, long.MaxValue))
                {
                    (cost[next], last[next]) = (cheaper, (figure, isForward));
                    queue.Enqueue(next, (cheaper, turn++));
                }
            }
        }

        if (!cost.ContainsKey(hidden.From))
        {
            return null;
        }

        var way = new List<(Figure Figure, bool IsForward)>();
        for (var place = hidden.From; place != hidden.To; place = way[^1].IsForward ? way[^1].Figure.From : way[^1].Figure.To)
        {
            way.Add(last[place]);
        }

        return way;
    }

    private List<Figure> At(string place) => at.TryGetValue(place, out var those) ? those : at[place] = [];
}
