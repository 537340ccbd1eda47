using System.Text.Json;
using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>What nobody knows counts neither for nor against: whatever it turns out to be, what was said to be certain stays.</summary>
public sealed class UnknownIsNeverNoTests
{
    private const int Rounds = 250;
    private const int Completions = 12;

    [Theory]
    [MemberData(nameof(ShippedInstrumentsTests.Instruments), MemberType = typeof(ShippedInstrumentsTests))]
    public void What_is_certain_stays_whatever_becomes_known(string code, int version)
    {
        var (instrument, random, certain) = (InstrumentCatalogue.Shipped.Find(code, version)!, new Random(7), 0);
        for (var round = 0; round < Rounds; round++)
        {
            var facts = Answers.Facts(random);
            var answers = Answers.Fill(instrument, facts, question => Answers.Any(question, random));
            var before = Evaluator.Evaluate(instrument, facts, answers);
            certain += before.Proposal.Certain ? 1 : 0;
            for (var completion = 0; completion < Completions; completion++)
            {
                var (laterFacts, later) = (Answers.Completed(facts, random), Completed(instrument, answers));
                var filled = Answers.Fill(instrument, laterFacts, question => Answers.Known(question, random), later);
                var after = Evaluator.Evaluate(instrument, laterFacts, filled);
                Assert.Empty(after.Errors);
                Assert.True(after.Proposal.Certain, $"Everything is known and {after.Proposal.Result} is not certain.");
                Assert.Empty(before.Triggers.Where(trigger => trigger.RestsOn.Count == 0).Select(trigger => trigger.Rule).Except(after.Triggers.Select(trigger => trigger.Rule)));
                if (before.Proposal.Certain)
                {
                    Assert.True(before.Proposal.Result == after.Proposal.Result, $"{before.Proposal.Result} became {after.Proposal.Result}: {Told(answers)} → {Told(filled)}");
                }
                else
                {
                    // what it became was said to be possible, or nothing was decided at all
                    Assert.True(
                        before.Proposal.Result == after.Proposal.Result || before.Proposal.Open.Any(point => point.Gives == after.Proposal.Result) || before.Proposal.Open.Any(point => point.DependsOn.Count > 0),
                        $"{before.Proposal.Result} became {after.Proposal.Result}");
                }
            }
        }

        Assert.True(certain > 0, "Nothing was ever certain.");
    }

    [Theory]
    [MemberData(nameof(ShippedInstrumentsTests.Instruments), MemberType = typeof(ShippedInstrumentsTests))]
    public void Nothing_is_certain_when_nothing_is_known(string code, int version)
    {
        var instrument = InstrumentCatalogue.Shipped.Find(code, version)!;
        foreach (var said in (string?[])["unknown", "declined", null])
        {
            var proposal = Evaluator.Evaluate(instrument, new(), Answers.Fill(instrument, new(), question => question.MayBeWithheld ? said : null)).Proposal;
            Assert.False(proposal.Certain);
            Assert.Equal(instrument.ResultOf(proposal.Result).Code, proposal.Result);
            Assert.NotEmpty(proposal.Open);
            Assert.All(proposal.Open, point => Assert.NotEmpty(point.DependsOn));
        }
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("declined")]
    public void A_level_is_not_low_while_one_danger_is_not_known(string said)
    {
        var instrument = InstrumentCatalogue.Shipped.NewestOf("rapid-screening")!;
        var facts = new InstrumentFacts(30, "male", "urban");
        var calm = Answers.Fill(instrument, facts, question => question.Code is "sleeps-safely" or "eats-and-drinks" ? "yes" : question.Kind == QuestionKind.Several ? new[] { "none" } : question.Kind == QuestionKind.Text ? null : "no");
        Assert.Equal("low", Evaluator.Evaluate(instrument, facts, calm).Proposal.Result);

        foreach (var question in (string[])["threat-to-life", "urgent-care", "thoughts-of-ending-life", "sexual-violence", "under-control", "fear-of-return", "was-ill-treated", "sleeps-safely"])
        {
            var proposal = Evaluator.Evaluate(instrument, facts, calm.With(question, said)).Proposal;
            Assert.Equal("undetermined", proposal.Result);
            Assert.Contains(proposal.Open, point => point.DependsOn.Contains(question));
        }
    }

    // only what says something
    private static Dictionary<string, JsonElement> Completed(Instrument instrument, Dictionary<string, JsonElement> answers) =>
        answers.Where(pair => !(pair.Value.ValueKind == JsonValueKind.String && pair.Value.GetString() is "unknown" or "declined") || !instrument.Find(pair.Key)!.MayBeWithheld).ToDictionary();

    private static string Told(Dictionary<string, JsonElement> answers) => JsonSerializer.Serialize(answers);
}
