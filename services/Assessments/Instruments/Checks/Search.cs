namespace Platform.Assessments.Instruments.Checks;

/// <summary>
/// Whether there are any facts and answers for which a condition holds: goes through what can be answered in the order in which it is asked, and turns back as soon as the condition
/// cannot hold any more. It finds an answer whenever there is one, as everything that can be answered is finite here.
/// </summary>
internal sealed class Search
{
    /// <summary>Answers to try; what needs more is too entangled to be checked, and for who has to understand it.</summary>
    private const int MostSteps = 400_000;

    private readonly IReadOnlyList<Question> _questions;
    private readonly Condition _target;
    private readonly int[] _places;
    private readonly Cell[]?[][] _options;
    private readonly Cell[][] _left;
    private int _steps;

    private Search(IReadOnlyList<Question> questions, Condition target)
    {
        (_questions, _target) = (questions, target);
        (_places, var conditions) = Reads.All(target, questions);
        _left = new Cell[InstrumentFacts.Count + questions.Count][];
        var possibilities = new Possibilities(questions, conditions);
        _options = [.. _places.Select(place => Variants(possibilities.Of(place)))];
    }

    /// <summary>Null when it cannot be decided in so many steps.</summary>
    public static bool? CanHold(Condition target, IReadOnlyList<Question> questions)
    {
        var search = new Search(questions, target);
        return search._options.Any(options => options.Length == 0) ? null : search.From(0);
    }

    // what is left of an answer, by whether it may be hidden (1), pending (2), asked (4)
    private static Cell[]?[] Variants(Cell[]? asked) => asked is null
        ? []
        : [null, [Cell.Hidden], [Cell.Pending], [Cell.Hidden, Cell.Pending], asked, [.. asked, Cell.Hidden], [.. asked, Cell.Pending], [.. asked, Cell.Hidden, Cell.Pending]];

    private bool? From(int at)
    {
        if (++_steps > MostSteps)
        {
            return null;
        }

        for (var later = at; later < _places.Length; later++)
        {
            _left[_places[later]] = _options[later][(int)Shown(_places[later])]!;
        }

        var possible = _target.Over(_left);
        if (!possible.May(Possible.True))
        {
            return false;
        }

        if (possible == Possible.True || at == _places.Length)
        {
            return true;
        }

        var place = _places[at];
        foreach (var cell in _left[place])
        {
            _left[place] = [cell];
            if (From(at + 1) is not false and var found)
            {
                return found;
            }
        }

        return false;
    }

    private Possible Shown(int place) => place < InstrumentFacts.Count || _questions[place - InstrumentFacts.Count].Show is not { } show ? Possible.True : show.Over(_left);
}
