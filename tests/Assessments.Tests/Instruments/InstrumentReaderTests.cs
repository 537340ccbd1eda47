using Platform.Assessments.Instruments;
using Platform.Assessments.Instruments.Loading;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>What is wrong with a file is said with its line, and nothing of it is loaded.</summary>
public sealed class InstrumentReaderTests
{
    [Fact]
    public void The_small_instrument_is_well() => Assert.Equal(6, Files.Read(Files.Small).Questions.Count);

    [Theory]
    // the form of the file
    [InlineData("title: { en: Small,", "title: [ en: Small,", "title:", "This is no YAML")]
    [InlineData("outcome: level", "outcome: level\noutcome: decision", "outcome: decision", "This is no YAML")]
    [InlineData("subject: person", "subject: person\ncolour: red", "colour", "'colour' means nothing here.")]
    [InlineData("required: true", "mandatory: true", "mandatory", "'mandatory' means nothing here.")]
    [InlineData("required: true", "required: yes", "required", "'required' is true, or is left out.")]
    [InlineData("subject: person", "subject: animal", "code: small", "'subject' is one of")]
    [InlineData("package: needs", "package: secrets", "code: small", "'package' is one of")]
    [InlineData("outcome: level", "outcome: score", "code: small", "'outcome' is one of")]
    [InlineData("version: 1", "version: 2", "code: small", "The file of this is small.2.yaml.")]
    [InlineData("version: 1", "version: one", "version", "'one' is no whole number.")]
    [InlineData("code: second", "code: Second", "code: Second", "'Second' is no code")]
    // texts
    [InlineData("en: Hurt, ar: مصاب, fr: Mal", "en: Hurt, fr: Mal", "en: Hurt", "The Arabic text is missing.")]
    [InlineData("en: Hurt, ar: مصاب, fr: Mal", "en: Hurt, ar: مصاب", "en: Hurt", "The French text is missing.")]
    [InlineData("en: Hurt, ar: مصاب, fr: Mal", "ar: مصاب, fr: Mal", "ar: مصاب", "The English text is missing.")]
    [InlineData("en: Hurt, ar: مصاب, fr: Mal", "en: Hurt, ar: Hurt, fr: Mal", "en: Hurt", "The Arabic text has no Arabic letter.")]
    [InlineData("fr: Grand", "fr: ' '", "fr: ' '", "The French text is plain text")]
    [InlineData("fr: Grand", "fr: Grand, de: Gross", "de: Gross", "'de' means nothing here.")]
    [InlineData("en: School, ar: مدرسة, fr: École } }", "en: School, ar: مدرسة } }", "en: School", "The French text is missing.")]
    // what is asked
    [InlineData("code: how-hurt", "code: hurt", "code: hurt\n        kind: one-of", "The question 'hurt' is there twice.")]
    [InlineData("code: second", "code: first", "code: first\n    title: { en: Second", "The section 'first' is there twice.")]
    [InlineData("{ code: food, text", "{ code: school, text", "{ code: school, text: { en: Food", "The option 'school' is there twice.")]
    [InlineData("{ code: food, text", "{ code: unknown, text", "{ code: unknown", "'unknown' can be chosen everywhere and is not written down.")]
    [InlineData("{ code: food, text", "{ code: declined, text", "{ code: declined", "'declined' can be chosen everywhere and is not written down.")]
    [InlineData("kind: date", "kind: time", "code: since", "There is no kind of question 'time'.")]
    [InlineData("options: size", "options: sizes", "options: sizes", "There is no set of options 'sizes'.")]
    [InlineData("options: size", "list: sizes", "list: sizes", "There is no code list 'sizes'.")]
    [InlineData("options: size", "list: trafficking-element", "list: trafficking-element", "has no label_ar for all of its codes")]
    [InlineData("options: size", "list: sex", "code: size", "No question uses the set of options 'size'.")]
    [InlineData("options: size", "list: sex\n        options: size", "code: how-hurt", "and not both")]
    [InlineData("kind: text", "kind: text\n        required: true", "code: words", "Nobody has to give words")]
    [InlineData("code: words", "code: age", "code: age", "'age' is a fact.")]
    [InlineData("most: 20", "most: 0", "code: children", "The most is more than the least.")]
    [InlineData("least: 0\n        ", "", "code: children", "'least' is missing.")]
    [InlineData("kind: several", "kind: one-of", "code: help", "only one is chosen here")]
    [InlineData("outcome: level", "outcome: level\nwithout-identifiers: true", "code: since", "Words and days could tell who it is about")]
    [InlineData("outcome: level", "outcome: level\nwithout-identifiers: true", "code: words", "Words and days could tell who it is about")]
    // when it is asked
    [InlineData("{ question: hurt, is: yes }", "{ question: hort, is: yes }", "{ question: hort", "There is no question 'hort'.")]
    [InlineData("{ question: hurt, is: yes }", "{ question: hurt, is: maybe }", "{ question: hurt, is: maybe", "The question 'hurt' has no code 'maybe'.")]
    [InlineData("{ question: hurt, is: yes }", "{ question: hurt, is: unknown }", "{ question: hurt, is: unknown", "'unknown' is no code to compare with")]
    [InlineData("{ question: hurt, is: yes }", "{ question: hurt, at-least: 1 }", "{ question: hurt, at-least", "is compared with is or in")]
    [InlineData("{ question: hurt, is: yes }", "{ question: hurt, is: yes, in: [no] }", "{ question: hurt, is: yes, in", "is compared with is or in")]
    [InlineData("{ question: hurt, is: yes }", "{ question: hurt, in: [yes, yes] }", "{ question: hurt, in", "The code 'yes' is there twice.")]
    [InlineData("{ question: hurt, is: yes }", "{ question: hurt, is: yes, near: 3 }", "{ question: hurt, is: yes, near", "'near' means nothing here.")]
    [InlineData("{ question: hurt, is: yes }", "{ fact: shoe-size, at-least: 40 }", "{ fact: shoe-size", "There is no fact 'shoe-size'.")]
    [InlineData("{ question: hurt, is: yes }", "{ fact: setting, is: moon }", "{ fact: setting", "The fact 'setting' has no code 'moon'.")]
    [InlineData("{ question: hurt, is: yes }", "{ score: burden, at-least: 1 }", "{ score: burden, at-least: 1", "What is asked does not depend on a score.")]
    [InlineData("{ question: hurt, is: yes }", "{ either: [] }", "{ either", "A condition is exactly one of")]
    [InlineData("{ question: hurt, is: yes }", "{ question: hurt, fact: age }", "{ question: hurt, fact", "A condition is exactly one of")]
    [InlineData("{ question: hurt, is: yes }", "{ all: [] }", "{ all", "'all' is a list with something in it.")]
    [InlineData("{ question: hurt, is: yes }", "{ question: children, at-least: 2 }", "{ question: children, at-least: 2", "'children' is asked only later.")]
    [InlineData("{ question: hurt, is: yes }", "{ question: how-hurt, is: big }", "{ question: how-hurt", "This goes in a circle: how-hurt → how-hurt.")]
    [InlineData("{ question: children, at-least: 1 }", "{ question: help, is: food }", "{ question: help, is: food", "This goes in a circle: help → help.")]
    [InlineData("{ question: children, at-least: 1 }", "{ question: children, at-least: 21 }", "{ question: children, at-least: 21", "It is from 0 to 20: this can never hold, or never fail.")]
    [InlineData("{ question: children, at-least: 1 }", "{ question: children, at-least: 0 }", "{ question: children, at-least: 0", "this can never hold, or never fail.")]
    [InlineData("{ question: children, at-least: 1 }", "{ question: children, at-least: 5, at-most: 3 }", "{ question: children, at-least: 5", "this can never hold, or never fail.")]
    [InlineData("{ question: children, at-least: 1 }", "{ question: children, is: 3 }", "{ question: children, is", "A number is compared with at-least or at-most")]
    // what is made of it
    [InlineData("points: { big: 3, little: 1 }", "points: { huge: 3 }", "points: { huge", "The question 'how-hurt' has no code 'huge'.")]
    [InlineData("points: { big: 3, little: 1 }", "points: { big: 3, unknown: 1 }", "points: { big: 3, unknown", "'unknown' has no points")]
    [InlineData("questions: [how-hurt]", "questions: [children]", "questions: [children]", "There is no question 'children' with something to choose.")]
    [InlineData("questions: [help], points: { school: 1, food: 2 }", "questions: [how-hurt], points: { big: 1 }", "questions: [how-hurt], points: { big: 1 }", "'how-hurt' has its points already.")]
    [InlineData("{ score: burden, at-least: 3 }", "{ question: hurt, is: yes }", "code: burden", "Nothing reads the score 'burden'.")]
    [InlineData("{ score: burden, at-least: 3 }", "{ score: weight, at-least: 3 }", "{ score: weight", "There is no score 'weight'.")]
    [InlineData("{ score: burden, at-least: 3 }", "{ score: burden }", "{ score: burden }", "A score is compared with at-least or at-most.")]
    [InlineData("gives: low", "gives: lowest", "code: light", "There is no result 'lowest'.")]
    [InlineData("gives: low", "gives: open", "{ code: low", "Nothing gives the result 'low'.")]
    [InlineData("{ code: low, text", "{ code: high, text", "{ code: high, text: { en: Low", "The result 'high' is there twice.")]
    [InlineData("code: heavy", "code: alone", "code: alone\n    gives: high\n    when: { score", "The rule 'alone' is there twice.")]
    [InlineData("code: LP-BN", "code: LP-XX", "{ code: LP-XX", "The list 'unhcr-specific-needs' has no code 'LP-XX'.")]
    [InlineData("version: progres-v3", "edition: progres-v3", "scheme: unhcr", "'version' is missing.")]
    [InlineData("scheme: unhcr-specific-needs", "scheme: other-needs", "scheme: other-needs", "There is no code list 'other-needs'.")]
    [InlineData("fr: Élevé }", "fr: Élevé }, review-days: 0", "{ code: high", "A review is due after 1 to 730 days.")]
    [InlineData("fr: Élevé }", "fr: Élevé }, priority: soon", "{ code: high", "There is no priority 'soon'.")]
    [InlineData("undecided:\n  code: unclear\n  gives: open\n  text: { en: Unclear, ar: غير واضح, fr: Pas clair }\n", "", "code: small", "'undecided' is missing.")]
    public void It_is_refused_with_the_line(string old, string by, string at, string says)
    {
        var text = Files.With(old, by);
        AssertRefused(text, at, says);
    }

    [Theory]
    // a question that is never asked
    [InlineData("{ question: hurt, is: yes }", "{ all: [{ question: hurt, is: yes }, { question: hurt, is: no }] }", "{ all: [", "This can never hold.")]
    [InlineData("{ question: hurt, is: yes }", "{ all: [{ fact: age, at-most: 10 }, { fact: age, at-least: 11 }] }", "{ all: [", "This can never hold.")]
    [InlineData("{ question: hurt, is: yes }", "{ all: [{ fact: age, unknown: true }, { fact: age, at-least: 11 }] }", "{ all: [", "This can never hold.")]
    [InlineData("kind: date", "kind: date\n        show: { not: { question: children, at-least: 1 } }", "code: since", "The question 'since' is never asked.")]
    [InlineData("kind: date", "kind: date\n        show: { question: children, unknown: true }", "code: since", "The question 'since' is never asked.")]
    [InlineData("kind: date", "kind: date\n        show: { all: [{ question: help, is: none }, { question: help, is: food }] }", "show: { all: [{ question: help", "This can never hold.")]
    // one of its parts
    [InlineData("{ question: hurt, is: yes }", "{ any: [{ question: hurt, is: yes }, { all: [{ question: hurt, is: no }, { question: hurt, unknown: true }] }] }", "{ any: [", "This can never hold.")]
    // a rule that never fires
    [InlineData("{ score: burden, at-least: 3 }", "{ score: burden, at-least: 7 }", "{ score: burden, at-least: 7", "This can never hold.")]
    [InlineData("{ score: burden, at-least: 3 }", "{ all: [{ score: burden, at-least: 4 }, { question: hurt, is: no }] }", "{ all: [", "This can never hold.")]
    [InlineData("{ question: help, is: school }", "{ all: [{ question: help, is: school }, { question: children, at-most: 0 }] }", "{ all: [", "This can never hold.")]
    [InlineData("rules:\n", "rules:\n  - { code: none, gives: low, when: { question: hurt, is: no }, text: { en: A, ar: ب, fr: C } }\n  - { code: fine, gives: open, when: { all: [{ question: hurt, is: no }, { fact: age, at-least: 5 }] }, text: { en: A, ar: ب, fr: C } }\n", "{ code: fine", "The rule 'fine' never decides")]
    [InlineData("rules:\n", "rules:\n  - { code: a, gives: low, when: { any: [{ question: hurt, is: no }, { question: hurt, is: yes }, { question: hurt, unknown: true }] }, text: { en: A, ar: ب, fr: C } }\n", "code: light", "The rule 'light' never decides")]
    [InlineData("rules:\n", "rules:\n  - { code: a, gives: low, when: { any: [{ question: hurt, is: no }, { question: hurt, is: yes }, { question: hurt, unknown: true }] }, text: { en: A, ar: ب, fr: C } }\n", "code: unclear", "The rule 'unclear' never decides")]
    [InlineData("otherwise:\n  code: light\n  gives: low", "skipped:\n  code: light\n  gives: low", "skipped", "'skipped' means nothing here.")]
    public void What_could_never_matter_is_refused_with_the_line(string old, string by, string at, string says)
    {
        var text = Files.With(old, by);
        AssertRefused(text, at, says);
    }

    [Fact]
    public void A_circle_of_two_is_told_as_one()
    {
        var text = Files.With("required: true\n", "required: true\n        show: { question: how-hurt, is: big }\n");
        AssertRefused(text, "{ question: how-hurt, is: big }", "This goes in a circle: hurt → how-hurt → hurt.");
    }

    [Fact]
    public void Without_a_rule_for_the_rest_the_rest_must_not_exist()
    {
        var text = Files.With("otherwise:\n  code: light\n  gives: low\n  text: { en: Light, ar: خفيف, fr: Léger }\n", "").Replace("  - { code: low, text: { en: Low, ar: منخفض, fr: Faible } }\n", "", StringComparison.Ordinal);
        AssertRefused(text, "code: unclear", "There are answers for which no rule decides");
    }

    [Theory]
    [InlineData("home-curfew", "is never proposed")]
    [InlineData("electronic-monitoring", "is never proposed")]
    [InlineData("voluntary-return", "is never proposed")]
    [InlineData("detention", "The list 'atd-measure' has no code 'detention'.")]
    [InlineData("release-unconditional", "the least restrictive comes first")]
    public void No_detention_by_another_name_is_proposed_and_the_least_restrictive_comes_first(string measure, string says)
    {
        var text = Files.With("notes:\n", $$"""
            measures:
              of:
                - { code: reporting, when: { question: hurt, is: no }, text: { en: A, ar: ب, fr: C } }
                - { code: {{measure}}, when: { question: hurt, is: no }, text: { en: A, ar: ب, fr: C } }
            notes:

            """);
        AssertRefused(text, $"{{ code: {measure}", says);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var text = Files.With("kind: date", "kind: time").Replace("options: size", "options: sizes", StringComparison.Ordinal);
        var refused = Assert.Throws<InstrumentRefusedException>(() => Files.Read(text));
        Assert.Equal(3, refused.Problems.Count);   // the set is not used any more either
        Assert.Contains("small.1.yaml(", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b")]
    [InlineData("just words")]
    public void Something_else_is_no_instrument(string text) => Assert.Throws<InstrumentRefusedException>(() => InstrumentReader.Read(Files.Name, text));

    private static void AssertRefused(string text, string at, string says)
    {
        var refused = Assert.Throws<InstrumentRefusedException>(() => Files.Read(text));
        var line = Files.LineOf(text, at);
        Assert.True(refused.Problems.Any(problem => problem.Line == line && problem.Text.Contains(says, StringComparison.Ordinal)), $"Not '{says}' on line {line} but {refused.Message}");
    }
}
