using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>An instrument as somebody fills it in.</summary>
public sealed class RenderingTests
{
    private static readonly Instrument Small = Files.Read(Files.Small);

    [Theory]
    [InlineData("en", "en", "Hurt", "Not known")]
    [InlineData("ar", "ar", "مصاب", "غير معروف")]
    [InlineData("fr", "fr", "Mal", "Inconnu")]
    [InlineData("de", "en", "Hurt", "Not known")]
    public void It_speaks_the_language_of_who_reads_it(string asked, string spoken, string text, string unknown)
    {
        var rendered = Rendering.Render(Small, new(), Answers.Of(), asked);
        var question = rendered.Sections[0].Questions[0];
        Assert.Equal((spoken, text, "yes-no", true), (rendered.Language, question.Text, question.Kind, question.Required));
        Assert.Equal(["yes", "no", "unknown", "declined"], question.Options.Select(option => option.Code));
        Assert.Equal(unknown, question.Options[2].Text);
    }

    [Fact]
    public void What_is_shown_now_follows_the_answers()
    {
        string[] Shown(params (string, object?)[] answers) =>
            [.. Rendering.Render(Small, new(), Answers.Of(answers), "en").Sections.Where(section => section.Shown).SelectMany(section => section.Questions).Where(question => question.Shown).Select(question => question.Code)];

        Assert.Equal(["hurt", "children"], Shown());
        Assert.Equal(["hurt", "how-hurt", "children"], Shown(("hurt", "yes")));
        Assert.Equal(["hurt", "children", "help", "since", "words"], Shown(("hurt", "unknown"), ("children", 3)));
    }

    [Fact]
    public void Everything_in_it_is_rendered_whether_it_is_shown_or_not()
    {
        var questions = Rendering.Render(Small, new(), Answers.Of(), "en").Sections.SelectMany(section => section.Questions).ToList();
        Assert.Equal(["hurt", "how-hurt", "children", "help", "since", "words"], questions.Select(question => question.Code));
        Assert.Equal(["yes-no", "one-of", "number", "several", "date", "text"], questions.Select(question => question.Kind));
        Assert.Equal((0, 20), (questions[2].Least, questions[2].Most));
        Assert.Equal(["none", "school", "food", "unknown", "declined"], questions[3].Options.Select(option => option.Code));
        Assert.Equal([true, false, false, true, true], questions[3].Options.Select(option => option.Alone));
        Assert.Empty(questions[5].Options);   // words are given or not
    }
}
