using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>Best interests: what must be there before a child goes anywhere, and what never waits.</summary>
public sealed class BestInterestsTests
{
    private static Instrument Assessment => InstrumentCatalogue.Shipped.NewestOf("best-interests-assessment")!;

    private static Instrument Determination => InstrumentCatalogue.Shipped.NewestOf("best-interests-determination")!;

    [Theory]
    [InlineData("all-signed", "no")]
    [InlineData("conflict-of-interest", "yes")]
    [InlineData("child-expert", "no")]
    [InlineData("minutes-kept", "no")]
    [InlineData("agencies", 2)]
    public void A_panel_that_may_not_sit_does_not_decide(string question, object answer)
    {
        Assert.Equal("approve", Decide(Complete()).Result);
        Assert.Equal("panel-cannot-sit", Decide(Complete().With(question, answer)).Result);
    }

    [Theory]
    [InlineData("family-verified", "no", "defer")]
    [InlineData("family-accepts", "no", "defer")]
    [InlineData("child-heard", "no", "defer")]
    [InlineData("assessment-confirmed", "no", "defer")]
    [InlineData("options-compared", 1, "defer")]
    [InlineData("other-parent", "against", "defer")]
    [InlineData("other-parent", "cannot-be-found", "approve-with-conditions")]
    [InlineData("escort", "no", "approve-with-conditions")]
    [InlineData("receiving-side-ready", "no", "approve-with-conditions")]
    [InlineData("safety-there", "not-safe", "not-in-interest")]
    [InlineData("family-did-harm", "yes", "not-in-interest")]
    [InlineData("fear-of-return", "yes", "not-in-interest")]
    [InlineData("child-agrees", "does-not-agree", "not-in-interest")]
    [InlineData("family-verified", "unknown", "insufficient")]
    [InlineData("fear-of-return", "unknown", "insufficient")]
    [InlineData("family-did-harm", "declined", "insufficient")]
    public void A_return_needs_all_of_it(string question, object answer, string result)
    {
        var answers = Complete().With(question, answer);
        if (question == "child-heard")
        {
            answers.Remove("child-agrees");
        }

        Assert.Equal(result, Decide(answers).Result);
    }

    [Fact]
    public void No_return_is_ever_proposed_without_a_verified_family_that_accepts_and_against_a_fear()
    {
        var (random, approved) = (new Random(21), 0);
        for (var round = 0; round < 3_000; round++)
        {
            var answers = Complete();
            foreach (var question in Determination.Questions.Where(question => question.Code != "asked-for" && random.Next(9) == 0))
            {
                answers = answers.With(question.Code, Answers.Any(question, random) ?? "unknown");
            }

            var result = Decide(answers).Result;
            if (result is "approve" or "approve-with-conditions")
            {
                approved++;
                string[] needed = result == "approve" ? ["family-verified", "family-accepts", "child-heard", "all-signed", "escort", "receiving-side-ready", "follow-up-planned"] : ["family-verified", "family-accepts", "child-heard", "all-signed"];
                Assert.All(needed, question => Assert.Equal("yes", answers[question].GetString()));
                Assert.All((string[])["fear-of-return", "family-did-harm"], question => Assert.Equal("no", answers[question].GetString()));
            }
        }

        Assert.True(approved > 50);
    }

    [Fact]
    public void Dissent_is_kept() => Assert.Contains("keep-dissent", Evaluator.Evaluate(Determination, new(), Complete().With("dissent", "yes")).Notes.Select(note => note.Code));

    [Fact]
    public void Making_a_child_safe_waits_for_nothing()
    {
        var random = new Random(22);
        for (var round = 0; round < 300; round++)
        {
            var facts = Answers.Facts(random);
            var answers = Answers.Fill(Assessment, facts, question => question.Code == "safe-now" ? "no" : Answers.Any(question, random));
            var proposal = Evaluator.Evaluate(Assessment, facts, answers).Proposal;
            Assert.Equal(("protect-now", true), (proposal.Result, proposal.Certain));
        }
    }

    [Theory]
    [InlineData("about", "separation-from-parents")]
    [InlineData("custody-disputed", "yes")]
    [InlineData("parent-against", "yes")]
    public void What_is_grave_goes_to_a_panel(string question, string answer)
    {
        var random = new Random(23);
        for (var round = 0; round < 200; round++)
        {
            var facts = Answers.Facts(random) with { Setting = "shelter" };
            var answers = Answers.Fill(Assessment, facts, one => one.Code == "safe-now" ? "yes" : one.Code == question ? answer : Answers.Any(one, random));
            Assert.Equal("to-panel", Evaluator.Evaluate(Assessment, facts, answers).Proposal.Result);
        }
    }

    private static Proposal Decide(Dictionary<string, System.Text.Json.JsonElement> answers) => Evaluator.Evaluate(Determination, new(12, "female", "shelter", null, "separated"), answers).Proposal;

    private static Dictionary<string, System.Text.Json.JsonElement> Complete() => Answers.Of(
        ("agencies", 3), ("all-signed", "yes"), ("conflict-of-interest", "no"), ("child-expert", "yes"), ("minutes-kept", "yes"), ("asked-for", "return-to-family"), ("assessment-confirmed", "yes"), ("child-heard", "yes"),
        ("child-agrees", "agrees"), ("options-compared", 2), ("safety-there", "safe"), ("fear-of-return", "no"), ("family-verified", "yes"), ("family-accepts", "yes"), ("family-did-harm", "no"), ("other-parent", "consents"),
        ("escort", "yes"), ("receiving-side-ready", "yes"), ("follow-up-planned", "yes"), ("dissent", "no"));
}
