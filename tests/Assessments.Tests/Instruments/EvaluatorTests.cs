using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Platform.Assessments.Instruments;
using Platform.Assessments.Instruments.Loading;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>What follows from answers, and what is said of those that are wrong.</summary>
public sealed class EvaluatorTests
{
    private static readonly Instrument Small = Files.Read(Files.Small);

    [Theory]
    [InlineData("colour", "\"red\"", "This instrument does not ask that.")]
    [InlineData("how-hurt", "\"big\"", "This is not asked here: what was answered before decides that.")]
    [InlineData("hurt", "\"maybe\"", "Not a code of this question.")]
    [InlineData("hurt", "\"Yes\"", "Not a code of this question.")]
    [InlineData("hurt", "true", "The code of one answer.")]
    [InlineData("hurt", "[\"yes\"]", "The code of one answer.")]
    [InlineData("hurt", "\"\\ud800\"", "The code of one answer.")]
    [InlineData("help", "\"food\"", "A list with the code of at least one answer.")]
    [InlineData("help", "[]", "A list with the code of at least one answer.")]
    [InlineData("help", "[\"food\", \"water\"]", "Not a code of this question.")]
    [InlineData("help", "[\"food\", \"unknown\"]", "Not a code of this question.")]
    [InlineData("help", "[\"food\", 3]", "Not a code of this question.")]
    [InlineData("help", "[\"food\", \"food\"]", "Each code once.")]
    [InlineData("help", "[\"food\", \"none\"]", "One of these is chosen alone.")]
    [InlineData("children", "21", "From 0 to 20.")]
    [InlineData("children", "-1", "From 0 to 20.")]
    [InlineData("children", "1.5", "A whole number.")]
    [InlineData("children", "\"three\"", "A whole number.")]
    [InlineData("children", "99999999999", "A whole number.")]
    [InlineData("since", "\"31.01.2026\"", "A day, as 2026-01-31.")]
    [InlineData("since", "\"2026-02-30\"", "A day, as 2026-01-31.")]
    [InlineData("since", "20260131", "A day, as 2026-01-31.")]
    [InlineData("words", "\"\"", "A text of 1 to 2000 characters.")]
    [InlineData("words", "\"\\u202Ehidden\"", "A text of 1 to 2000 characters.")]
    [InlineData("words", "3", "A text of 1 to 2000 characters.")]
    public void A_wrong_answer_is_named_by_its_path_and_does_not_count(string question, string json, string says)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var answers = Answers.Of(("hurt", "no"), ("children", 2));
        answers[question] = JsonDocument.Parse(json).RootElement;
        if (question == "children")
        {
            answers.Remove("hurt");
        }

        var evaluation = Evaluator.Evaluate(Small, new(), answers);
        Assert.Equal([$"$.answers.{question}"], evaluation.Errors.Keys);
        Assert.Equal([says], evaluation.Errors[$"$.answers.{question}"]);

        answers.Remove(question);
        var without = Evaluator.Evaluate(Small, new(), answers);
        Assert.Equal(Told(without.Proposal), Told(evaluation.Proposal));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public void What_is_wrong_is_said_in_the_language_of_who_asks(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var text = Evaluator.Evaluate(Small, new(), Answers.Of(("colour", "red"))).Errors["$.answers.colour"][0];
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Assert.NotEqual(Evaluator.Evaluate(Small, new(), Answers.Of(("colour", "red"))).Errors["$.answers.colour"][0], text);
    }

    [Fact]
    public void What_has_to_be_answered_is_missed_where_it_is_asked_and_unknown_is_an_answer()
    {
        Assert.Equal(["hurt"], Evaluator.Evaluate(Small, new(), Answers.Of()).Missing);
        Assert.All((string[])["yes", "no", "unknown", "declined"], said => Assert.Empty(Evaluator.Evaluate(Small, new(), Answers.Of(("hurt", said))).Missing));
    }

    [Fact]
    public void A_section_is_shown_when_its_condition_holds_and_not_before_that_is_known()
    {
        Assert.Equal(["hurt", "children"], Evaluator.Evaluate(Small, new(), Answers.Of()).Shown);
        Assert.Equal(["hurt", "children"], Evaluator.Evaluate(Small, new(), Answers.Of(("children", "unknown"))).Shown);
        Assert.Equal(["hurt", "children"], Evaluator.Evaluate(Small, new(), Answers.Of(("children", 0))).Shown);
        Assert.Equal(["hurt", "children", "help", "since", "words"], Evaluator.Evaluate(Small, new(), Answers.Of(("children", 1))).Shown);
    }

    [Fact]
    public void A_hidden_answer_never_counts()
    {
        var shown = Evaluator.Evaluate(Small, new(Separation: "with-family"), Answers.Of(("hurt", "yes"), ("how-hurt", "big"), ("children", 0)));
        Assert.Equal(("high", true), (shown.Proposal.Result, shown.Proposal.Certain));

        var hidden = Evaluator.Evaluate(Small, new(Separation: "with-family"), Answers.Of(("hurt", "no"), ("how-hurt", "big"), ("children", 0), ("help", new[] { "food", "school" })));
        Assert.Equal(("low", true), (hidden.Proposal.Result, hidden.Proposal.Certain));
        Assert.Empty(hidden.Needs);
        Assert.Equal(["$.answers.help", "$.answers.how-hurt"], hidden.Errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_could_change_a_proposal_is_told_with_the_question_that_decides_it()
    {
        var facts = new InstrumentFacts(Separation: "with-family");
        var proposal = Evaluator.Evaluate(Small, facts, Answers.Of(("hurt", "unknown"), ("children", 0))).Proposal;
        Assert.Equal(("open", false), (proposal.Result, proposal.Certain));
        var point = Assert.Single(proposal.Open);
        Assert.Equal(("heavy", "high", "hurt"), (point.Rule, point.Gives, Assert.Single(point.DependsOn)));   // not how-hurt, which nobody was asked
    }

    [Fact]
    public void A_score_is_certain_once_what_is_unknown_cannot_change_it()
    {
        var facts = new InstrumentFacts(Separation: "with-family");
        var enough = Evaluator.Evaluate(Small, facts, Answers.Of(("hurt", "yes"), ("how-hurt", "big"), ("children", 1), ("help", "declined"))).Proposal;
        Assert.Equal(("high", true), (enough.Result, enough.Certain));
        var open = Evaluator.Evaluate(Small, facts, Answers.Of(("hurt", "yes"), ("how-hurt", "little"), ("children", 1), ("help", "declined"))).Proposal;
        Assert.Equal(("open", false), (open.Result, open.Certain));
        var little = Evaluator.Evaluate(Small, facts, Answers.Of(("hurt", "yes"), ("how-hurt", "little"), ("children", 0))).Proposal;
        Assert.Equal(("low", true), (little.Result, little.Certain));
    }

    [Fact]
    public void A_trigger_decides_before_every_rule_and_is_told_with_what_it_used()
    {
        var evaluation = Evaluator.Evaluate(Small, new(Separation: "unaccompanied"), Answers.Of(("hurt", "no"), ("children", 0)));
        Assert.Equal(("high", true), (evaluation.Proposal.Result, evaluation.Proposal.Certain));
        var used = Assert.Single(Assert.Single(evaluation.Triggers).Used);
        Assert.Equal(("separation", "unaccompanied"), (used.Code, Assert.Single(used.Answer)));
        Assert.Empty(evaluation.OpenTriggers);

        var unknown = Evaluator.Evaluate(Small, new(), Answers.Of(("hurt", "no"), ("children", 0)));
        Assert.Equal(["separation"], Assert.Single(unknown.OpenTriggers).DependsOn);
        Assert.False(unknown.Proposal.Certain);
    }

    [Fact]
    public void Needs_carry_their_scheme_and_version()
    {
        var need = Assert.Single(Evaluator.Evaluate(Small, new(), Answers.Of(("children", 2), ("help", new[] { "food" }))).Needs);
        Assert.Equal(("unhcr-specific-needs", "progres-v3", "LP-BN", "help"), (need.Scheme, need.SchemeVersion, need.Code, Assert.Single(need.Used).Code));
    }

    [Fact]
    public void A_fact_that_its_list_does_not_have_is_an_error_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => Evaluator.Evaluate(Small, new(Sex: "Female"), Answers.Of()));
        Assert.Throws<ArgumentException>(() => Evaluator.Evaluate(Small, new(Age: 130), Answers.Of()));
    }

    [Theory]
    [MemberData(nameof(ShippedInstrumentsTests.Instruments), MemberType = typeof(ShippedInstrumentsTests))]
    public void The_order_of_the_answers_changes_nothing(string code, int version)
    {
        var (instrument, random) = (InstrumentCatalogue.Shipped.Find(code, version)!, new Random(11));
        for (var round = 0; round < 100; round++)
        {
            var facts = Answers.Facts(random);
            var answers = Answers.Fill(instrument, facts, question => Answers.Any(question, random)).ToArray();
            var told = Told(Evaluator.Evaluate(instrument, facts, new Dictionary<string, JsonElement>(answers)));
            random.Shuffle(answers);
            Assert.Equal(told, Told(Evaluator.Evaluate(instrument, facts, new Dictionary<string, JsonElement>(answers))));
        }
    }

    [Theory]
    [MemberData(nameof(ShippedInstrumentsTests.Instruments), MemberType = typeof(ShippedInstrumentsTests))]
    public void Answers_to_what_is_not_asked_change_nothing_but_are_said(string code, int version)
    {
        var (instrument, random) = (InstrumentCatalogue.Shipped.Find(code, version)!, new Random(12));
        for (var round = 0; round < 100; round++)
        {
            var facts = Answers.Facts(random);
            var answers = Answers.Fill(instrument, facts, question => Answers.Any(question, random));
            var evaluation = Evaluator.Evaluate(instrument, facts, answers);
            var hidden = instrument.Questions.Where(question => !evaluation.Shown.Contains(question.Code)).ToList();
            var more = hidden.Aggregate(answers, (all, question) => all.With(question.Code, Answers.Known(question, random)));
            var after = Evaluator.Evaluate(instrument, facts, more);
            Assert.Equal(hidden.Select(question => $"$.answers.{question.Code}").Order(StringComparer.Ordinal), after.Errors.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(Told(evaluation), Told(after with { Errors = evaluation.Errors }));
        }
    }

    /// <summary>200 questions, every second one hanging on the one before, and 100 rules over them: loaded in a second, evaluated and rendered in far less than a millisecond each.</summary>
    [Fact]
    public void Two_hundred_questions_are_cheap()
    {
        var loading = Stopwatch.StartNew();
        var instrument = InstrumentReader.Read(Files.Name, Long());
        Assert.InRange(loading.ElapsedMilliseconds, 0, 5_000);
        Assert.Equal(200, instrument.Questions.Count);

        var answers = Answers.Fill(instrument, new(), question => int.Parse(question.Code[1..], CultureInfo.InvariantCulture) % 3 == 0 ? "no" : "yes");
        Assert.InRange(answers.Count, 100, 200);
        Run(200);
        var best = Enumerable.Range(0, 20).Min(_ =>
        {
            var spent = Stopwatch.StartNew();
            Run(25);
            return spent.Elapsed.TotalMilliseconds / 25;
        });
        Assert.InRange(best, 0, 2);   // measured: 0.13 both together; the rest is for a busy machine

        void Run(int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                Assert.NotEmpty(Evaluator.Evaluate(instrument, new(), answers).Shown);
                Assert.NotEmpty(Rendering.Render(instrument, new(), answers, "fr").Sections);
            }
        }
    }

    private static string Long()
    {
        var text = new StringBuilder(Files.Small[..Files.Small.IndexOf("option-sets:", StringComparison.Ordinal)]);
        text.Append("sections:\n  - code: all\n    title: { en: All, ar: كل, fr: Tout }\n    questions:\n");
        for (var at = 0; at < 200; at++)
        {
            var show = at % 2 == 1 ? $", show: {{ question: q{at - 1}, is: yes }}" : "";
            text.Append(CultureInfo.InvariantCulture, $"      - {{ code: q{at}, kind: yes-no, text: {{ en: Q, ar: س, fr: Q }}{show} }}\n");
        }

        text.Append("results:\n  - { code: a, text: { en: A, ar: أ, fr: A } }\n  - { code: b, text: { en: B, ar: ب, fr: B } }\nrules:\n");
        for (var at = 0; at < 100; at++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ code: r{at}, gives: a, when: {{ all: [{{ question: q{(2 * at) + 1}, is: no }}, {{ question: q{198 - (2 * at)}, is: yes }}] }}, text: {{ en: R, ar: ر, fr: R }} }}\n");
        }

        return text.Append("otherwise: { code: o, gives: b, text: { en: O, ar: و, fr: O } }\nundecided: { code: u, gives: b, text: { en: U, ar: غ, fr: U } }\n").ToString();
    }

    private static string Told<T>(T what) => JsonSerializer.Serialize(what);
}
