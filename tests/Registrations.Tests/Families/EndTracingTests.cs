namespace Platform.Registrations.Tests.Families;

public sealed class EndTracingTests : Tracing
{
    private static readonly object Reason = new { reason = "The person wishes it no longer (invented)." };

    [Fact]
    public async Task From_whatever_state_it_is_closed_once_and_nothing_moves_it_after_that()
    {
        foreach (var (child, tracing) in ((Guid, Guid)[])[await OpenedAsync(), await VerifiedAsync(), await TogetherAsync()])
        {
            var closed = (await StepAsync(Sabha, child, tracing, "end", Reason)).Expect(200).Json;
            Assert.Equal(("closed", "The person wishes it no longer (invented)."), (closed.Text("state"), closed["steps"]!.AsArray()[^1]!.AsObject().Text("note")));
            Assert.Null(closed["followUpOn"]);

            foreach (var (by, step, body) in (IEnumerable<(Partner, string, object)>)[
                (Sabha, "end", Reason), (Sabha, "actions", Action()), (SabhaSupervisor, "risk-assessment", Risk()), (Sabha, "sides", Side("child")), (Sabha, "best-interests", Interests()),
                (await Platform.SignInAsync("supervisor@iom-libya.demo"), "best-interests/approval", new { }), (Sabha, "reunification", new { on = Today }), (Sabha, "follow-up", new { on = Today, note = "x" })])
            {
                Assert.Equal("closed", (await StepAsync(by, child, tracing, step, body)).Expect(409).Json.Text("state"));
            }
        }
    }

    [Fact]
    public async Task Of_another_file_or_for_who_does_not_keep_it_nothing_is_moved()
    {
        var (child, tracing) = await OpenedAsync();
        var (reader, read) = (await ChildAsync(), await Amal.RegisterAsync());
        var theirs = (await Amal.PostAsync($"/api/people/{read}/tracing", Search())).Expect(201).Json.Id("tracingId");
        var onlyReads = await WhoOnlyReadsAsync(read);

        foreach (var (step, body) in (IEnumerable<(string, object)>)[
            ("end", Reason), ("actions", Action()), ("risk-assessment", Risk()), ("sides", Side("child")), ("best-interests", Interests()), ("best-interests/approval", new { }),
            ("reunification", new { on = Today }), ("follow-up", new { on = Today, note = "x" })])
        {
            (await StepAsync(Tripoli, child, tracing, step, body)).Expect(404);
            (await StepAsync(SabhaSupervisor, reader, tracing, step, body)).Expect(404);
            (await StepAsync(onlyReads, read, theirs, step, body)).Expect(403);
        }

        Assert.Equal("open", (await ReadTracingAsync(Sabha, child, tracing)).Text("state"));
    }

    [Fact]
    public async Task Why_has_to_be_said()
    {
        var (child, tracing) = await OpenedAsync();

        Assert.Equal("$.reason", (await StepAsync(Sabha, child, tracing, "end", new { })).WrongFields());
    }
}
