using Platform.Assessments.Instruments;
using Platform.Contracts.Codes;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>What is proposed in place of detention: the least restrictive first, and detention never.</summary>
public sealed class DetentionScreeningTests
{
    private static readonly string[] Ranks = ["none", "low", "medium"];
    private static readonly string[] Conditions = ["registration", "guarantor", "designated-residence", "reporting", "deposit-documents"];

    private static Instrument Screening => InstrumentCatalogue.Shipped.NewestOf("detention-screening")!;

    [Fact]
    public void Whatever_is_answered_the_least_restrictive_comes_first_and_detention_by_no_name()
    {
        var (random, seen) = (new Random(9), new HashSet<string>());
        for (var round = 0; round < 1_000; round++)
        {
            var facts = Answers.Facts(random);
            var answers = Answers.Fill(Screening, facts, question => question.Code == "agrees" ? "yes" : Answers.Any(question, random));
            var measures = Evaluator.Evaluate(Screening, facts, answers).Measures.Select(measure => measure.Code).ToList();
            seen.UnionWith(measures);
            var ranks = measures.Select(measure => Array.IndexOf(Ranks, CodeList.Load("atd-measure")[measure]["restrictive"])).ToList();
            Assert.DoesNotContain(-1, ranks);
            Assert.Equal(ranks.Order(), ranks);
            Assert.Empty(measures.Intersect(["electronic-monitoring", "home-curfew", "bail-bond", "voluntary-return", "detention"]));

            if (measures.Count > 0)
            {
                Assert.Equal("release-unconditional", measures[0]);   // whoever has a place to go can go without conditions
                Assert.True(answers["place"].GetString() is "own" or "host-family" or "open-centre");
            }

            if (facts.Age is not >= 18)
            {
                Assert.Empty(measures.Intersect(Conditions));
            }

            if (!(answers.TryGetValue("conditions-demanded", out var demanded) && demanded.GetString() == "yes"))
            {
                Assert.Empty(measures.Intersect(Conditions));
            }
        }

        Assert.Equal(9, seen.Count);
    }

    [Fact]
    public void Without_a_place_that_accepts_the_person_one_is_looked_for_first()
    {
        foreach (var place in (string[])["none", "unknown", "declined"])
        {
            var evaluation = Evaluator.Evaluate(Screening, new(Age: 30), Answers.Of(("agrees", "yes"), ("place", place), ("conditions-demanded", "yes"), ("can-report", "yes")));
            Assert.Empty(evaluation.Measures);
            Assert.Contains("find-a-place-first", evaluation.Notes.Select(note => note.Code));
        }
    }

    [Fact]
    public void A_child_in_detention_is_high_whatever_is_answered()
    {
        var random = new Random(10);
        for (var round = 0; round < 200; round++)
        {
            var facts = Answers.Facts(random) with { Age = random.Next(18) };
            var evaluation = Evaluator.Evaluate(Screening, facts, Answers.Fill(Screening, facts, question => Answers.Any(question, random)));
            Assert.Equal(("high", true), (evaluation.Proposal.Result, evaluation.Proposal.Certain));
            Assert.Contains("child-in-detention", evaluation.Triggers.Select(trigger => trigger.Rule));
        }
    }

    [Fact]
    public void Who_does_not_want_to_talk_is_not_found_to_be_well() =>
        Assert.Equal("undetermined", Evaluator.Evaluate(Screening, new(30, "male", "detention", null, "with-family"), Answers.Of(("agrees", "no"))).Proposal.Result);
}
