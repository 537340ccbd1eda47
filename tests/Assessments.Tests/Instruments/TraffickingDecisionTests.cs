using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>The decision table of trafficking, whole.</summary>
public sealed class TraffickingDecisionTests
{
    private static readonly string?[] Said = ["yes", "no", "unknown", "declined", null];

    private static Instrument Screening => InstrumentCatalogue.Shipped.NewestOf("trafficking-screening")!;

    /// <summary>Act, means and purpose as yes, no, unknown, declined or not answered, of an adult, a child and somebody whose age is not known.</summary>
    [Fact]
    public void Every_combination_leads_where_the_table_says()
    {
        var count = 0;
        foreach (var age in (int?[])[30, 18, 17, 0, null])
            foreach (var act in Said)
                foreach (var means in Said)
                    foreach (var purpose in Said)
                    {
                        var proposal = Propose(age, act, means, purpose).Proposal;
                        Assert.True(Table(age is not >= 18, act, means, purpose) == proposal.Result, $"{age} {act} {means} {purpose}: {proposal.Result}");
                        count++;
                    }

        Assert.Equal(625, count);
    }

    [Theory]
    [InlineData(30, "yes", "yes", "yes", "actual")]
    [InlineData(17, "yes", "no", "yes", "actual")]
    [InlineData(null, "yes", "no", "yes", "actual")]
    [InlineData(30, "yes", "no", "yes", "possible")]
    [InlineData(30, "yes", "unknown", "yes", "possible")]
    [InlineData(30, "yes", "yes", "unknown", "possible")]
    [InlineData(17, "yes", "yes", "declined", "possible")]
    [InlineData(30, "yes", "no", "no", "not-on-this-basis")]
    [InlineData(17, "yes", "yes", "no", "not-on-this-basis")]
    [InlineData(30, "no", "no", "no", "not-on-this-basis")]
    [InlineData(30, "no", "yes", "yes", "not-on-this-basis")]
    [InlineData(30, "no", "unknown", "no", "insufficient")]
    [InlineData(30, "yes", "unknown", "no", "insufficient")]
    [InlineData(30, "unknown", "unknown", "unknown", "insufficient")]
    public void The_rows_of_the_table(int? age, string act, string means, string purpose, string result) => Assert.Equal(result, Propose(age, act, means, purpose).Proposal.Result);

    [Fact]
    public void Never_not_a_victim_while_anything_is_not_known() => Assert.All(
        from age in (int?[])[30, 12, null]
        from act in Said
        from means in Said
        from purpose in Said
        where act is not ("yes" or "no") || means is not ("yes" or "no") || purpose is not ("yes" or "no")
        select Propose(age, act, means, purpose).Proposal,
        proposal => Assert.NotEqual("not-on-this-basis", proposal.Result));

    [Fact]
    public void Under_18_means_change_nothing_where_there_was_an_act_for_that_purpose() =>
        Assert.All(Said, means => Assert.Equal(("actual", true), (Propose(15, "yes", means, "yes").Proposal.Result, Propose(15, "yes", means, "yes").Proposal.Certain)));

    [Theory]
    [InlineData("yes", "actual")]
    [InlineData("unknown", "actual")]
    [InlineData("declined", "actual")]
    [InlineData("no", "possible")]
    public void An_adult_who_was_a_child_then_or_may_have_been_is_judged_as_one(string then, string result)
    {
        var evaluation = Evaluator.Evaluate(Screening, new(Age: 20), Answers.Of(("agreed", "yes"), ("child-at-the-time", then), ("act", "yes"), ("means", "no"), ("purpose", "yes")));
        Assert.Equal(result, evaluation.Proposal.Result);
    }

    [Fact]
    public void What_rests_on_an_age_that_nobody_knows_says_so()
    {
        var proposal = Propose(null, "yes", "no", "yes").Proposal;
        Assert.False(proposal.Certain);
        Assert.Contains("age", Assert.Single(proposal.Open).DependsOn);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("declined")]
    public void Who_does_not_want_to_be_asked_is_not_found_to_be_no_victim(string agreed) =>
        Assert.Equal("insufficient", Evaluator.Evaluate(Screening, new(Age: 30), Answers.Of(("agreed", agreed))).Proposal.Result);

    [Fact]
    public void Whether_somebody_agreed_to_be_exploited_is_not_even_asked() =>
        Assert.DoesNotContain(Screening.Questions, question => question.Code.Contains("consent", StringComparison.Ordinal));

    [Fact]
    public void No_rule_reads_payment_for_a_crossing_or_the_police()
    {
        var answers = Answers.Of(("agreed", "yes"), ("child-at-the-time", "no"), ("act", "yes"), ("means", "yes"), ("purpose", "yes"));
        foreach (var question in (string[])["paid-for-a-crossing", "police-wanted"])
        {
            Assert.All((string[])["yes", "no", "unknown"], said => Assert.Equal("actual", Evaluator.Evaluate(Screening, new(Age: 30), answers.With(question, said)).Proposal.Result));
        }
    }

    [Fact]
    public void What_goes_on_now_is_seen_whatever_the_result_is()
    {
        var answers = Answers.Of(("agreed", "yes"), ("child-at-the-time", "no"), ("act", "no"), ("means", "no"), ("purpose", "no"), ("still-going-on", "yes"));
        var evaluation = Evaluator.Evaluate(Screening, new(Age: 30), answers);
        Assert.Equal(("not-on-this-basis", "in-progress"), (evaluation.Proposal.Result, Assert.Single(evaluation.Triggers).Rule));
    }

    private static Evaluation Propose(int? age, string? act, string? means, string? purpose) => Evaluator.Evaluate(
        Screening, new(age), Answers.Of(("agreed", "yes"), ("child-at-the-time", age >= 18 ? "no" : null), ("act", act), ("means", means), ("purpose", purpose)));

    // the table in its own words, from the law and not from the file
    private static string Table(bool child, string? act, string? means, string? purpose)
    {
        var anyUnknown = new[] { act, means, purpose }.Any(said => said is not ("yes" or "no"));
        if (act == "yes" && purpose == "yes")
        {
            return child || means == "yes" ? "actual" : "possible";
        }

        if (!anyUnknown)
        {
            return "not-on-this-basis";
        }

        return (act == "yes" && purpose != "no") || (act != "no" && act != "yes" && (means == "yes" || purpose == "yes")) ? "possible" : "insufficient";
    }
}
