using System.Text.Json;
using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>Answers as they come in.</summary>
internal static class Answers
{
    public static Dictionary<string, JsonElement> Of(params (string Question, object? Answer)[] answers) =>
        answers.Where(pair => pair.Answer is not null).ToDictionary(pair => pair.Question, pair => JsonSerializer.SerializeToElement(pair.Answer));

    public static Dictionary<string, JsonElement> With(this Dictionary<string, JsonElement> answers, string question, object answer) =>
        new(answers) { [question] = JsonSerializer.SerializeToElement(answer) };

    /// <summary>Every question that is asked, answered as <paramref name="choose" /> says; null leaves it out.</summary>
    public static Dictionary<string, JsonElement> Fill(Instrument instrument, InstrumentFacts facts, Func<Question, object?> choose, Dictionary<string, JsonElement>? before = null)
    {
        var answers = before is null ? [] : new Dictionary<string, JsonElement>(before);
        foreach (var question in instrument.Questions)
        {
            var asked = Evaluator.Evaluate(instrument, facts, answers).Shown.Contains(question.Code);
            if (!asked)
            {
                answers.Remove(question.Code);   // what was answered before hides it now
            }
            else if (!answers.ContainsKey(question.Code) && choose(question) is { } answer)
            {
                answers[question.Code] = JsonSerializer.SerializeToElement(answer);
            }
        }

        return answers;
    }

    /// <summary>Anything that says something.</summary>
    public static object Known(Question question, Random random) => question.Kind switch
    {
        QuestionKind.OneOf or QuestionKind.YesNo => question.Options[random.Next(question.Options.Count)].Code,
        QuestionKind.Several => Some(question, random),
        QuestionKind.Number => random.Next(question.Range!.Value.Least, question.Range.Value.Most + 1),
        QuestionKind.Date => "2026-01-31",
        _ => "Said in other words",
    };

    /// <summary>Anything at all, unknown and declined and nothing included.</summary>
    public static object? Any(Question question, Random random) => random.Next(6) switch
    {
        0 when question.MayBeWithheld => "unknown",
        1 when question.MayBeWithheld => "declined",
        2 => null,
        _ => Known(question, random),
    };

    /// <summary>Any facts, each known three times of four.</summary>
    public static InstrumentFacts Facts(Random random)
    {
        string? Code(params string[] codes) => random.Next(4) == 0 ? null : codes[random.Next(codes.Length)];
        return new(
            random.Next(4) == 0 ? null : random.Next(90), Code("female", "male", "other"), Code("detention", "urban", "shelter", "disembarkation"), null, Code("unaccompanied", "separated", "with-family"),
            Code("supportive", "mixed", "adverse"), Code("supportive", "mixed", "adverse"));
    }

    /// <summary>The same facts, those that are not known become known.</summary>
    public static InstrumentFacts Completed(InstrumentFacts facts, Random random)
    {
        string Code(params string[] codes) => codes[random.Next(codes.Length)];
        return new(
            facts.Age ?? random.Next(90), facts.Sex ?? Code("female", "male", "other"), facts.Setting ?? Code("detention", "urban", "shelter", "disembarkation"), facts.Area,
            facts.Separation ?? Code("unaccompanied", "separated", "with-family"), facts.CommunityContext ?? Code("supportive", "mixed", "adverse"), facts.StructuralContext ?? Code("supportive", "mixed", "adverse"));
    }

    private static string[] Some(Question question, Random random)
    {
        var alone = question.Options.Where(option => option.Alone).ToList();
        if (alone.Count > 0 && random.Next(3) == 0)
        {
            return [alone[random.Next(alone.Count)].Code];
        }

        var options = question.Options.Where(option => !option.Alone).Select(option => option.Code).ToArray();
        random.Shuffle(options);
        return options[..random.Next(1, Math.Min(4, options.Length) + 1)];
    }
}
