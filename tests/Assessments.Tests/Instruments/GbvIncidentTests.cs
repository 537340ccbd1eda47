using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>One incident, one survivor, nothing that names anybody, and the type by elimination from the act alone.</summary>
public sealed class GbvIncidentTests
{
    private static readonly (string Question, string Type)[] Order =
    [
        ("penetration", "rape"), ("sexual-contact", "sexual-assault"), ("physical-violence", "physical-assault"), ("forced-to-marry", "forced-marriage"), ("denied-resources", "denial-of-resources"),
        ("humiliated", "psychological-abuse"),
    ];

    private static Instrument Incident => InstrumentCatalogue.Shipped.NewestOf("gbv-incident")!;

    /// <summary>All 4096 combinations of yes, no, unknown and nothing for the six acts; the first that is no no decides.</summary>
    [Fact]
    public void The_type_is_the_first_act_that_happened_and_none_is_skipped_that_is_not_known()
    {
        string?[] said = ["yes", "no", "unknown", null];
        for (var all = 0; all < 4096; all++)
        {
            var acts = Enumerable.Range(0, 6).Select(at => said[(all >> (2 * at)) & 3]).ToArray();
            var first = Array.FindIndex(acts, act => act != "no");
            var expected = first < 0 ? "not-of-these" : acts[first] == "yes" ? Order[first].Type : "not-classified";
            var answers = Answers.Of([.. Order.Select((one, at) => (one.Question, (object?)acts[at]))]);
            Assert.Equal(expected, Evaluator.Evaluate(Incident, new(), answers).Proposal.Result);
        }
    }

    [Fact]
    public void Only_the_act_decides_about_the_type()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var answers = Answers.Fill(Incident, Answers.Facts(random), question => Answers.Any(question, random));
            var acts = answers.Where(pair => Order.Any(one => one.Question == pair.Key)).ToDictionary();
            Assert.Equal(Evaluator.Evaluate(Incident, new(), acts).Proposal.Result, Evaluator.Evaluate(Incident, Answers.Facts(random), answers).Proposal.Result);
        }
    }

    [Fact]
    public void The_type_decides_about_no_service() => Assert.Single(Incident.Results.Select(result => (result.ReviewDays, result.Priority)).Distinct());

    [Fact]
    public void No_question_takes_words_or_days_and_none_has_to_be_answered_about_the_act()
    {
        Assert.True(Incident.Heading.WithoutIdentifiers);
        Assert.DoesNotContain(Incident.Questions, question => question.Kind is QuestionKind.Text or QuestionKind.Date or QuestionKind.Number);
        Assert.All(Order, one => Assert.False(Incident.Find(one.Question)!.Required));
    }

    [Theory]
    [InlineData("survivor-name", "Amal")]
    [InlineData("narrative", "What happened")]
    [InlineData("case-reference", "LY-0001")]
    [InlineData("survivor-sex", "Amal")]
    public void A_name_finds_no_place(string question, string answer) =>
        Assert.Equal([$"$.answers.{question}"], Evaluator.Evaluate(Incident, new(), Answers.Of((question, answer))).Errors.Keys);

    [Fact]
    public void Two_survivors_find_no_place()
    {
        Assert.Equal(["$.answers.survivor-sex"], Evaluator.Evaluate(Incident, new(), Answers.Of(("survivor-sex", new[] { "female", "male" }))).Errors.Keys);
        Assert.Contains("more-than-one-survivor", Evaluator.Evaluate(Incident, new(), Answers.Of(("one-survivor", "no"))).Notes.Select(note => note.Code));
    }

    [Fact]
    public void Figures_count_nobody_who_did_not_agree() => Assert.All(
        (string[])["no"], said => Assert.Contains("not-in-figures", Evaluator.Evaluate(Incident, new(), Answers.Of(("figures-agreed", said))).Notes.Select(note => note.Code)));

    [Theory]
    [InlineData("early-marriage", "survivor-age", "from-12-to-17", "penetration=no sexual-contact=no physical-violence=no forced-to-marry=yes")]
    [InlineData("child-sexual-abuse", "survivor-age", "under-12", "penetration=yes")]
    [InlineData("possible-sexual-exploitation", "exchange", "yes", "penetration=no sexual-contact=yes")]
    [InlineData("possible-sexual-slavery", "held", "for-sexual-exploitation", "penetration=yes")]
    [InlineData("intimate-partner-violence", "person-responsible", "partner", "penetration=no")]
    public void A_context_is_told_beside_the_type(string context, string question, string answer, string acts)
    {
        var answers = acts.Split(' ').Select(act => act.Split('=')).Aggregate(Answers.Of((question, answer)), (all, act) => all.With(act[0], act[1]));
        Assert.Contains(context, Evaluator.Evaluate(Incident, new(), answers).Notes.Select(note => note.Code));
    }
}
