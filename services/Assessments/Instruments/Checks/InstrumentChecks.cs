using Platform.Assessments.Instruments.Loading;

namespace Platform.Assessments.Instruments.Checks;

/// <summary>Refuses what could never matter: a question that is never asked, a condition that never holds, a rule that never decides.</summary>
internal sealed class InstrumentChecks(Instrument instrument, Draft draft)
{
    private readonly Instrument.Compiled _rules = instrument.Rules;

    public void Run()
    {
        foreach (var section in instrument.Sections)
        {
            CheckShown(section);
        }

        Rule[] inOrder = [.. _rules.Triggers.Where(trigger => trigger.Gives is not null), .. _rules.Rules];
        for (var at = 0; at < inOrder.Length; at++)
        {
            CheckRule(inOrder[at], inOrder[..at]);
        }

        foreach (var trigger in _rules.Triggers.Where(trigger => trigger.Gives is null))
        {
            CheckParts(trigger.When);
        }

        foreach (var extra in _rules.Needs.Concat(_rules.Measures).Concat(_rules.Notes))
        {
            CheckParts(extra.When);
        }

        CheckLast([.. inOrder.Select(rule => rule.When)]);
    }

    private void CheckShown(Section section)
    {
        if (section.Show is { } show && !CheckParts(show))
        {
            return;
        }

        foreach (var question in section.Questions.Where(question => question.Show is not null && question.Show != section.Show))
        {
            // what is added to the section's condition is the last part
            var own = section.Show is null ? question.Show! : question.Show!.Parts[^1];
            if (CheckParts(own))
            {
                Expect(question.Show!, draft.LineOf(question), $"The question '{question.Code}' is never asked.");
            }
        }
    }

    private void CheckRule(Rule rule, Rule[] earlier)
    {
        if (!CheckParts(rule.When))
        {
            return;
        }

        Condition[] others = [.. earlier.Where(one => one.Gives != rule.Gives).Select(one => new Not(instrument.Heading.OpenBlocks ? one.When : new Surely(one.When)))];
        Expect(new AllOf([rule.When, .. others]), draft.LineOf(rule), $"The rule '{rule.Code}' never decides: whenever it holds, one before it has decided otherwise.");
    }

    private void CheckLast(Condition[] rules)
    {
        var nothing = new AllOf([.. rules.Select(rule => new Not(rule))]);
        if (_rules.Otherwise is { } otherwise)
        {
            Expect(nothing, draft.LineOf(otherwise), $"The rule '{otherwise.Code}' never decides: one before it always does.");
        }
        else if (Search.CanHold(nothing, instrument.Questions) is not false)
        {
            draft.Problems.Add(draft.LineOf(_rules.Undecided), "There are answers for which no rule decides: say what holds otherwise.");
        }

        Condition[] none = [.. rules.Select(rule => new Not(new Surely(rule)))];
        Condition[] open = [.. rules.Select(rule => new AllOf([new Not(new Surely(rule)), new Not(new Surely(new Not(rule)))]))];
        Expect(new AllOf([.. none, new AnyOf(open)]), draft.LineOf(_rules.Undecided), $"The rule '{_rules.Undecided.Code}' never decides: nothing can stay open.");
    }

    // each condition that somebody wrote can hold, the parts before the whole
    private bool CheckParts(Condition condition)
    {
        var well = true;
        foreach (var part in condition.Parts)
        {
            well &= CheckParts(part);
        }

        return well && (!draft.HasLine(condition) || Expect(condition, draft.LineOf(condition), "This can never hold."));
    }

    private bool Expect(Condition condition, int line, string otherwise)
    {
        var can = Search.CanHold(condition, instrument.Questions);
        if (can is true)
        {
            return true;
        }

        draft.Problems.Add(line, can is null ? "Too much depends on too much here to check whether this can ever matter: say it more simply." : otherwise);
        return false;
    }
}
