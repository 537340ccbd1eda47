namespace Platform.Assessments.Instruments;

/// <summary>A condition over answers and facts, compiled once: what it reads are places in an array.</summary>
internal abstract class Condition
{
    /// <summary>What it says of these answers.</summary>
    public abstract Truth Of(Cell[] cells);

    /// <summary>What it may come to say, each thing it reads being any of what is left of it.</summary>
    public abstract Possible Over(Cell[][] left);

    /// <summary>The conditions it is made of.</summary>
    public virtual ReadOnlySpan<Condition> Parts => [];

    /// <summary>Names each place that is a reason for what it says.</summary>
    public virtual void Because(Cell[] cells, Truth truth, Action<int> used)
    {
        foreach (var part in Parts)
        {
            part.Because(cells, part.Of(cells), used);
        }
    }
}

/// <summary>All of them hold.</summary>
internal sealed class AllOf(Condition[] parts) : Condition
{
    public override ReadOnlySpan<Condition> Parts => parts;

    public override Truth Of(Cell[] cells)
    {
        var truth = Truth.True;
        foreach (var part in parts)
        {
            var one = part.Of(cells);
            if (one == Truth.False)
            {
                return one;
            }

            truth = one < truth ? one : truth;
        }

        return truth;
    }

    public override Possible Over(Cell[][] left)
    {
        var (any, mayAllHold, mayStayOpen) = (Possible.Nothing, true, true);
        foreach (var part in parts)
        {
            var one = part.Over(left);
            if (one == Possible.False)
            {
                return one;
            }

            any |= one;
            mayAllHold &= one.May(Possible.True);
            mayStayOpen &= one.May(Possible.True | Possible.Unknown);
        }

        return (any & Possible.False) | (mayStayOpen ? any & Possible.Unknown : 0) | (mayAllHold ? Possible.True : 0);
    }

    public override void Because(Cell[] cells, Truth truth, Action<int> used)
    {
        foreach (var part in parts)
        {
            if (part.Of(cells) == truth)
            {
                part.Because(cells, truth, used);
            }
        }
    }
}

/// <summary>At least one of them holds.</summary>
internal sealed class AnyOf(Condition[] parts) : Condition
{
    public override ReadOnlySpan<Condition> Parts => parts;

    public override Truth Of(Cell[] cells)
    {
        var truth = Truth.False;
        foreach (var part in parts)
        {
            var one = part.Of(cells);
            if (one == Truth.True)
            {
                return one;
            }

            truth = one > truth ? one : truth;
        }

        return truth;
    }

    public override Possible Over(Cell[][] left)
    {
        var (any, mayAllFail, mayStayOpen) = (Possible.Nothing, true, true);
        foreach (var part in parts)
        {
            var one = part.Over(left);
            if (one == Possible.True)
            {
                return one;
            }

            any |= one;
            mayAllFail &= one.May(Possible.False);
            mayStayOpen &= one.May(Possible.False | Possible.Unknown);
        }

        return (any & Possible.True) | (mayStayOpen ? any & Possible.Unknown : 0) | (mayAllFail ? Possible.False : 0);
    }

    public override void Because(Cell[] cells, Truth truth, Action<int> used)
    {
        foreach (var part in parts)
        {
            if (part.Of(cells) == truth)
            {
                part.Because(cells, truth, used);
            }
        }
    }
}

/// <summary>It does not hold; of what is not known, neither is this.</summary>
internal sealed class Not(Condition part) : Condition
{
    private readonly Condition[] _parts = [part];

    public override ReadOnlySpan<Condition> Parts => _parts;

    public override Truth Of(Cell[] cells) => part.Of(cells).Opposite();

    public override Possible Over(Cell[][] left)
    {
        var one = part.Over(left);
        return (one & Possible.Unknown) | (one.May(Possible.True) ? Possible.False : 0) | (one.May(Possible.False) ? Possible.True : 0);
    }
}

/// <summary>It holds for certain: what is not known is a no here. Only the checks of an instrument ask so, never an instrument.</summary>
internal sealed class Surely(Condition part) : Condition
{
    private readonly Condition[] _parts = [part];

    public override ReadOnlySpan<Condition> Parts => _parts;

    public override Truth Of(Cell[] cells) => part.Of(cells) == Truth.True ? Truth.True : Truth.False;

    public override Possible Over(Cell[][] left)
    {
        var one = part.Over(left);
        return (one & Possible.True) | (one.May(Possible.False | Possible.Unknown) ? Possible.False : 0);
    }
}
