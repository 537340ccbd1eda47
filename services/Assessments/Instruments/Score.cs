namespace Platform.Assessments.Instruments;

/// <summary>Points for what was answered. What nobody knows makes it a range, and never nothing.</summary>
internal sealed class Score(string code, Wording text, ScoreEntry[] entries)
{
    public string Code => code;

    public Wording Text => text;

    public ScoreEntry[] Entries => entries;

    /// <summary>The least and the most it is.</summary>
    public (int Least, int Most) Of(Cell[] cells)
    {
        var (least, most) = (0, 0);
        foreach (var entry in entries)
        {
            var (low, high) = entry.Of(cells[entry.Place]);
            least += low;
            most += high;
        }

        return (least, most);
    }
}

/// <summary>The points of one question.</summary>
internal sealed class ScoreEntry
{
    private readonly int[] _points;
    private readonly bool _several;
    private readonly int _least;
    private readonly int _most;

    /// <param name="place">Where the answer stands.</param>
    /// <param name="points">By the place of the code among the options.</param>
    /// <param name="several">Whether several codes may be chosen, each with its points.</param>
    public ScoreEntry(int place, int[] points, bool several)
    {
        (Place, _points, _several) = (place, points, several);
        (_least, _most) = several ? (points.Sum(one => Math.Min(one, 0)), points.Sum(one => Math.Max(one, 0))) : (points.Min(), points.Max());
    }

    public int Place { get; }

    public int PointsOf(int code) => _points[code];

    /// <summary>The least and the most that an answer gives.</summary>
    public (int Least, int Most) Of(in Cell cell)
    {
        switch (cell.State)
        {
            case CellState.Hidden: return (0, 0);
            case CellState.Given when !_several: return (_points[cell.Number], _points[cell.Number]);
            case CellState.Given:
                var sum = 0;
                for (var codes = cell.Codes; codes != 0; codes &= codes - 1)
                {
                    sum += _points[System.Numerics.BitOperations.TrailingZeroCount(codes)];
                }

                return (sum, sum);
            // it may turn out not to be asked
            case CellState.Pending: return (Math.Min(_least, 0), Math.Max(_most, 0));
            default: return (_least, _most);
        }
    }
}

/// <summary>The score is from one to the other, both included.</summary>
internal sealed class ScoreWithin(Score score, int least, int most) : Condition
{
    public Score Score => score;

    public override Truth Of(Cell[] cells)
    {
        var (low, high) = score.Of(cells);
        return low >= least && high <= most ? Truth.True : high < least || low > most ? Truth.False : Truth.Unknown;
    }

    public override Possible Over(Cell[][] left)
    {
        var (leastLow, mostLow, leastHigh, mostHigh, known) = (0, 0, 0, 0, true);
        foreach (var entry in score.Entries)
        {
            var (lows, highs) = ((Least: int.MaxValue, Most: int.MinValue), (Least: int.MaxValue, Most: int.MinValue));
            foreach (var cell in left[entry.Place])
            {
                var (low, high) = entry.Of(cell);
                lows = (Math.Min(lows.Least, low), Math.Max(lows.Most, low));
                highs = (Math.Min(highs.Least, high), Math.Max(highs.Most, high));
                known &= low == high;
            }

            (leastLow, mostLow, leastHigh, mostHigh) = (leastLow + lows.Least, mostLow + lows.Most, leastHigh + highs.Least, mostHigh + highs.Most);
        }

        return (mostLow >= least && leastHigh <= most ? Possible.True : 0) | (leastHigh < least || mostLow > most ? Possible.False : 0)
            | (!known && ((leastLow < least && mostHigh >= least) || (mostHigh > most && leastLow <= most)) ? Possible.Unknown : 0);
    }

    public override void Because(Cell[] cells, Truth truth, Action<int> used)
    {
        foreach (var entry in score.Entries)
        {
            var (low, high) = entry.Of(cells[entry.Place]);
            if (low != 0 || high != 0)
            {
                used(entry.Place);
            }
        }
    }
}
