namespace Platform.Assessments.Instruments;

/// <summary>Goes through the rules in their order: the first that holds decides, and what stood open before it is kept, as it could have decided otherwise.</summary>
/// <param name="openBlocks">Whether a rule does not decide while one before it that gives something else is open.</param>
/// <param name="sheet">The answers.</param>
internal sealed class RuleWalk(bool openBlocks, AnswerSheet sheet)
{
    private readonly List<OpenPoint> _open = [];
    private string? _doubtful;
    private bool _done;

    /// <summary>The result that was decided.</summary>
    public string? Decided { get; private set; }

    /// <summary>Whether a rule might still hold that did not.</summary>
    public bool StaysOpen { get; private set; }

    public void Past(Rule[] inOrder)
    {
        foreach (var rule in inOrder)
        {
            if (_done)
            {
                return;
            }

            if (rule.Gives is not null)
            {
                Past(rule, rule.When.Of(sheet.Cells));
            }
        }
    }

    /// <summary>What could lead to something else than that, or is what it rests on.</summary>
    public List<OpenPoint> OpenBeside(string result) => _open.FindAll(point => point.Gives != result || point.Rule == _doubtful);

    private void Past(Rule rule, Truth truth)
    {
        var point = Evaluator.OpenIn(rule, sheet, truth);
        if (Decided is not null)
        {
            Confirm(rule, truth, point);
        }
        else if (truth != Truth.True)
        {
            StaysOpen |= truth == Truth.Unknown;
            Keep(point);
        }
        else if (openBlocks && _open.Exists(before => before.Gives != rule.Gives))
        {
            (StaysOpen, _done) = (true, true);
            Keep(point);
        }
        else
        {
            (Decided, _doubtful, _done) = (rule.Gives, point is null ? null : rule.Code, point is null);
            Keep(point);
        }
    }

    // what was decided rests on something that is not known: a later rule may give the same for certain, as long as none between them could give something else
    private void Confirm(Rule rule, Truth truth, OpenPoint? point)
    {
        if (rule.Gives != Decided)
        {
            _done = truth != Truth.False || point is not null;
        }
        else if (truth == Truth.True && point is null)
        {
            (_doubtful, _done) = (null, true);
        }
    }

    private void Keep(OpenPoint? point)
    {
        if (point is not null)
        {
            _open.Add(point);
        }
    }
}
