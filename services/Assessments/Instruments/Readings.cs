namespace Platform.Assessments.Instruments;

/// <summary>A condition that reads one answer or fact.</summary>
internal abstract class Reading(int place) : Condition
{
    /// <summary>Where what it reads stands.</summary>
    public int Place => place;

    /// <summary>What it says of an answer.</summary>
    public abstract Truth Of(in Cell cell);

    public override Truth Of(Cell[] cells) => Of(cells[place]);

    public override Possible Over(Cell[][] left)
    {
        var possible = Possible.Nothing;
        foreach (var cell in left[place])
        {
            possible |= Of(cell).Alone();
        }

        return possible;
    }

    public override void Because(Cell[] cells, Truth truth, Action<int> used) => used(place);
}

/// <summary>A reading of what was answered: nobody knows what was not.</summary>
internal abstract class AnswerReading(int place) : Reading(place)
{
    public override Truth Of(in Cell cell) => cell.State switch
    {
        CellState.Given => Holds(cell) ? Truth.True : Truth.False,
        CellState.Hidden => Truth.False,
        _ => Truth.Unknown,
    };

    protected abstract bool Holds(in Cell cell);
}

/// <summary>The code is one of these.</summary>
internal sealed class CodeIn(int place, bool[] places) : AnswerReading(place)
{
    public bool Names(int code) => places[code];

    protected override bool Holds(in Cell cell) => places[cell.Number];
}

/// <summary>One of these is among the codes.</summary>
internal sealed class CodesHave(int place, ulong codes) : AnswerReading(place)
{
    public ulong Codes => codes;

    protected override bool Holds(in Cell cell) => (cell.Codes & codes) != 0;
}

/// <summary>The number is from one to the other, both included.</summary>
internal sealed class NumberWithin(int place, int least, int most) : AnswerReading(place)
{
    public int Least => least;

    public int Most => most;

    protected override bool Holds(in Cell cell) => cell.Number >= least && cell.Number <= most;
}

/// <summary>Something was answered, be it unknown or declined.</summary>
internal sealed class IsAnswered(int place) : Reading(place)
{
    public override Truth Of(in Cell cell) => cell.State switch
    {
        CellState.Given or CellState.Withheld => Truth.True,
        CellState.Pending => Truth.Unknown,
        _ => Truth.False,
    };
}

/// <summary>It is asked and nobody knows it: not answered, answered with unknown or declined, or it is open whether it is asked.</summary>
internal sealed class IsUnknown(int place) : Reading(place)
{
    public override Truth Of(in Cell cell) => cell.IsOpen ? Truth.True : Truth.False;
}
