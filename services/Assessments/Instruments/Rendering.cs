using System.Text.Json;

namespace Platform.Assessments.Instruments;

/// <summary>An instrument as somebody fills it in, in their language.</summary>
/// <param name="Code">Of the instrument.</param>
/// <param name="Version">Of the instrument.</param>
/// <param name="Language">ar, en or fr.</param>
/// <param name="Title">What it is called.</param>
/// <param name="About">What it is for.</param>
/// <param name="Notice">What its result is not.</param>
/// <param name="Sections">All of them, those that are not shown now too: what is answered next may show them.</param>
public sealed record RenderedInstrument(string Code, int Version, string Language, string Title, string About, string Notice, IReadOnlyList<RenderedSection> Sections);

/// <summary>One section.</summary>
public sealed record RenderedSection(string Code, string Title, bool Shown, IReadOnlyList<RenderedQuestion> Questions);

/// <summary>One question.</summary>
/// <param name="Code">Under which it is answered.</param>
/// <param name="Kind">one-of, several, yes-no, number, date or text.</param>
/// <param name="Text">What is asked.</param>
/// <param name="Help">What helps who asks it.</param>
/// <param name="Required">It is answered whenever it is shown.</param>
/// <param name="Shown">It is asked now.</param>
/// <param name="Options">What can be chosen; unknown and declined come last wherever they can be answered.</param>
/// <param name="Least">Of a number.</param>
/// <param name="Most">Of a number.</param>
public sealed record RenderedQuestion(string Code, string Kind, string Text, string? Help, bool Required, bool Shown, IReadOnlyList<RenderedOption> Options, int? Least, int? Most);

/// <summary>What can be chosen.</summary>
public sealed record RenderedOption(string Code, string Text, bool Alone);

/// <summary>Shows an instrument.</summary>
public static class Rendering
{
    /// <summary>Of an instrument that nobody has begun to fill in.</summary>
    public static readonly IReadOnlyDictionary<string, JsonElement> NoAnswers = new Dictionary<string, JsonElement>();

    private static readonly string[] Languages = ["ar", "en", "fr"];

    /// <summary>Everything in it in that language, with what is shown now.</summary>
    public static RenderedInstrument Render(Instrument instrument, InstrumentFacts facts, IReadOnlyDictionary<string, JsonElement> answers, string language)
    {
        var spoken = Array.IndexOf(Languages, language) >= 0 ? language : "en";
        var (sheet, heading) = (AnswerSheet.Of(instrument, facts, answers), instrument.Heading);
        var sections = new List<RenderedSection>(instrument.Sections.Count);
        foreach (var section in instrument.Sections)
        {
            var (questions, shown) = (new List<RenderedQuestion>(section.Questions.Count), false);
            foreach (var question in section.Questions)
            {
                var asked = sheet.Cells[question.Place].State is not (CellState.Hidden or CellState.Pending);
                shown |= asked;
                questions.Add(new(
                    question.Code, NameOf(question.Kind), question.Text.In(spoken), question.Help?.In(spoken), question.Required, asked, OptionsOf(question, spoken), question.Range?.Least, question.Range?.Most));
            }

            sections.Add(new(section.Code, section.Title.In(spoken), shown, questions));
        }

        return new(heading.Code, heading.Version, spoken, heading.Title.In(spoken), heading.About.In(spoken), heading.Notice.In(spoken), sections);
    }

    /// <summary>As files and the API write it.</summary>
    public static string NameOf(QuestionKind kind) => kind switch
    {
        QuestionKind.OneOf => "one-of",
        QuestionKind.Several => "several",
        QuestionKind.YesNo => "yes-no",
        QuestionKind.Number => "number",
        QuestionKind.Date => "date",
        QuestionKind.Text => "text",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static List<RenderedOption> OptionsOf(Question question, string language)
    {
        var options = new List<RenderedOption>(question.Options.Count + 2);
        foreach (var option in question.Options)
        {
            options.Add(new(option.Code, option.Text.In(language), option.Alone));
        }

        if (question.MayBeWithheld)
        {
            options.Add(new("unknown", Words.Unknown.In(language), true));
            options.Add(new("declined", Words.Declined.In(language), true));
        }

        return options;
    }
}
