using System.Text.Json;

namespace Platform.Assessments.Instruments;

/// <summary>What follows from answers, by the rules of an instrument and nothing else: no clock, no database, no order in which they were given.</summary>
public static class Evaluator
{
    /// <summary>What the instrument makes of it. What is wrong is said and does not count; what is not known counts neither for nor against.</summary>
    /// <param name="instrument">The version that the assessment is made with.</param>
    /// <param name="facts">What is known from elsewhere.</param>
    /// <param name="answers">By code of the question: a code, a list of codes, a number, a day or words; unknown and declined wherever no words are asked for.</param>
    public static Evaluation Evaluate(Instrument instrument, InstrumentFacts facts, IReadOnlyDictionary<string, JsonElement> answers)
    {
        var sheet = AnswerSheet.Of(instrument, facts, answers);
        var (rules, cells) = (instrument.Rules, sheet.Cells);
        var (triggers, openTriggers) = (new List<Reason>(), new List<OpenPoint>());
        foreach (var trigger in rules.Triggers)
        {
            var truth = trigger.When.Of(cells);
            if (truth == Truth.True)
            {
                triggers.Add(ReasonFor(trigger, sheet));
            }
            else if (truth == Truth.Unknown)
            {
                openTriggers.Add(OpenIn(trigger, sheet, truth)!);
            }
        }

        return new(sheet.Shown, sheet.Errors, sheet.Missing, Propose(instrument, sheet), triggers, openTriggers, Needs(rules.Needs, sheet), Said(rules.Measures, sheet), Said(rules.Notes, sheet));
    }

    private static Proposal Propose(Instrument instrument, AnswerSheet sheet)
    {
        var rules = instrument.Rules;
        var walk = new RuleWalk(instrument.Heading.OpenBlocks, sheet);
        walk.Past(rules.Triggers);
        walk.Past(rules.Rules);
        var last = walk.Decided is not null ? null : walk.StaysOpen || rules.Otherwise is null ? rules.Undecided : rules.Otherwise;
        var result = instrument.ResultOf(walk.Decided ?? last!.Gives!);

        var reasons = new List<Reason>();
        if (last is not null)
        {
            reasons.Add(new(last.Code, last.Text, last.Gives, sheet.Used(rules, last == rules.Undecided ? Truth.Unknown : Truth.False), []));
        }

        AddReasons(rules.Triggers);
        AddReasons(rules.Rules);
        var open = walk.OpenBeside(result.Code);
        return new(result.Code, result.Text, open.Count == 0 && last != rules.Undecided, reasons, open);

        void AddReasons(Rule[] inOrder)
        {
            foreach (var rule in inOrder)
            {
                if (rule.Gives == result.Code && rule.When.Of(sheet.Cells) == Truth.True)
                {
                    reasons.Add(ReasonFor(rule, sheet));
                }
            }
        }
    }

    // null where nothing that is not known matters to it
    internal static OpenPoint? OpenIn(Rule rule, AnswerSheet sheet, Truth truth)
    {
        var places = sheet.Unknown(truth == Truth.Unknown ? rule.When : null, rule.Doubts);
        return truth == Truth.Unknown || places.Count > 0 ? new(rule.Code, rule.Text, rule.Gives, places) : null;
    }

    private static Reason ReasonFor(Rule rule, AnswerSheet sheet) => new(rule.Code, rule.Text, rule.Gives, sheet.Used(rule.When, Truth.True), sheet.Unknown(null, rule.Doubts));

    private static List<ProposedNeed> Needs(Extra[] needs, AnswerSheet sheet)
    {
        var proposed = new List<ProposedNeed>();
        foreach (var need in needs)
        {
            if (need.When.Of(sheet.Cells) == Truth.True)
            {
                proposed.Add(new(need.Scheme!, need.SchemeVersion!, need.Code, sheet.Used(need.When, Truth.True)));
            }
        }

        return proposed;
    }

    private static List<Said> Said(Extra[] extras, AnswerSheet sheet)
    {
        var said = new List<Said>();
        foreach (var extra in extras)
        {
            if (extra.When.Of(sheet.Cells) == Truth.True)
            {
                said.Add(new(extra.Code, extra.Text!, sheet.Used(extra.When, Truth.True)));
            }
        }

        return said;
    }
}
