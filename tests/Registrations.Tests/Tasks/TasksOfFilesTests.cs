using Platform.Registrations.Tests.Families;

namespace Platform.Registrations.Tests.Tasks;

/// <summary>What of a file is whose to do: never who asked, where it takes a second person, and nobody's once it is done.</summary>
public sealed class TasksOfFilesTests : Tracing
{
    private (string Name, Partner By)[] All => [("system", Sabha), ("supervisor", SabhaSupervisor), ("officer", Officer), ("other-supervisor", Tripoli), ("other-caseworker", TripoliCaseworker), ("amal", Amal)];

    private Task<string> HaveAsync(string kind, Guid subject) => TaskPages.HaveAsync("registrations", kind, subject, All);

    [Fact]
    public async Task A_case_that_is_offered_is_the_receiving_supervisors_to_decide()
    {
        var (transfer, _) = await OfferedAsync();
        Assert.Equal("other-supervisor", await HaveAsync("transfer-to-decide", transfer));
        var task = (await Tripoli.TaskAsync("registrations", "transfer-to-decide", transfer))!;
        Assert.Equal(("new", null), (task.Text("state"), task["due"]));

        (await Tripoli.PostAsync($"{task.Text("path")}/rejection", new { reasonCode = "no-capacity" })).Expect(200);

        Assert.Equal("", await HaveAsync("transfer-to-decide", transfer));
    }

    [Fact]
    public async Task A_request_is_answered_by_who_keeps_the_file_and_its_refusal_decided_by_others()
    {
        var person = await Sabha.RegisterAsync();
        var request = (await Sabha.PostAsync($"/api/people/{person}/requests", Partner.SubjectRequest("access"))).Expect(201).Json.Id("requestId");
        Assert.Equal("system supervisor", await HaveAsync("request-to-answer", request));
        Assert.Equal("", await HaveAsync("refusal-to-confirm", request));

        (await Sabha.PostAsync($"/api/requests/{request}/refusal", new { reasonCode = "unfounded" })).Expect(200);
        Assert.Equal("", await HaveAsync("request-to-answer", request));
        Assert.Equal("supervisor officer", await HaveAsync("refusal-to-confirm", request));
        Assert.Equal("awaiting-approval", (await Officer.TaskAsync("registrations", "refusal-to-confirm", request))!.Text("state"));

        (await Officer.PostAsync($"/api/requests/{request}/refusal/confirmation", new { confirmed = false })).Expect(200);
        Assert.Equal("system supervisor", await HaveAsync("request-to-answer", request));
        (await SabhaSupervisor.PostAsync($"/api/requests/{request}/refusal", new { reasonCode = "unfounded" })).Expect(200);
        Assert.Equal("officer", await HaveAsync("refusal-to-confirm", request));   // a case worker decides none, and nobody their own
    }

    [Fact]
    public async Task In_the_handover_one_reads_and_has_no_task()
    {
        var person = await Sabha.RegisterAsync();
        var request = (await Sabha.PostAsync($"/api/people/{person}/requests", Partner.SubjectRequest("access"))).Expect(201).Json.Id("requestId");
        var link = await LinkedAsync(person);
        (await AcceptAsync(Tripoli, (await OfferAsync(Sabha, person, "tripoli", 30)).Expect(201).Json.Id("transferId"))).Expect(200);

        (await Sabha.GetAsync($"/api/requests/{request}")).Expect(200);

        Assert.Equal("other-supervisor other-caseworker", await HaveAsync("request-to-answer", request));
        Assert.Equal("other-supervisor other-caseworker", await HaveAsync("kinship-to-verify", link));
        (await TripoliCaseworker.PostAsync($"/api/requests/{request}/refusal", new { reasonCode = "unfounded" })).Expect(200);
        Assert.Equal("officer other-supervisor", await HaveAsync("refusal-to-confirm", request));
    }

    [Fact]
    public async Task An_erasure_is_approved_by_others_than_who_asked_and_by_nobody_while_a_hold_stands()
    {
        var person = await Sabha.RegisterAsync();
        var erasure = (await AskAsync(SabhaSupervisor, person)).Expect(201).Json.Id("erasureId");
        Assert.Equal("officer", await HaveAsync("erasure-to-approve", erasure));

        (await Officer.PostAsync($"/api/people/{person}/legal-hold", new { reasonCode = "court" })).Expect(204);
        Assert.Equal("", await HaveAsync("erasure-to-approve", erasure));
        (await Officer.DeleteAsync($"/api/people/{person}/legal-hold")).Expect(204);
        Assert.Equal("officer", await HaveAsync("erasure-to-approve", erasure));

        (await SabhaSupervisor.PostAsync($"/api/erasures/{erasure}/withdrawal", new { })).Expect(200);
        Assert.Equal("", await HaveAsync("erasure-to-approve", erasure));
        var another = (await AskAsync(Sabha, person)).Expect(201).Json.Id("erasureId");
        Assert.Equal("supervisor officer", await HaveAsync("erasure-to-approve", another));
    }

    [Fact]
    public async Task With_the_person_their_tasks_are_gone()
    {
        var person = await ChildAsync();
        var request = (await Sabha.PostAsync($"/api/people/{person}/requests", Partner.SubjectRequest("access"))).Expect(201).Json.Id("requestId");
        var link = await LinkedAsync(person);

        await EraseAsync(person);

        Assert.Equal(("", ""), (await HaveAsync("request-to-answer", request), await HaveAsync("kinship-to-verify", link)));
    }

    [Fact]
    public async Task A_link_is_verified_by_another_than_who_wrote_it_down()
    {
        var person = await ChildAsync();
        var link = await LinkedAsync(person);
        Assert.Equal("supervisor", await HaveAsync("kinship-to-verify", link));
        Assert.Equal($"/api/people/{person}/family/{link}", (await SabhaSupervisor.TaskAsync("registrations", "kinship-to-verify", link))!.Text("path"));

        (await VerifyAsync(person, link, Found("pending-verification", method: null))).Expect(200);
        Assert.Equal("supervisor", await HaveAsync("kinship-to-verify", link));
        (await VerifyAsync(person, link)).Expect(200);
        Assert.Equal("", await HaveAsync("kinship-to-verify", link));

        var ended = await LinkedAsync(person);
        (await MoveAsync(Sabha, person, ended, "end", EndFamilyLinkTests.End())).Expect(200);
        Assert.Equal("", await HaveAsync("kinship-to-verify", ended));
    }

    [Fact]
    public async Task The_second_side_of_a_search_and_a_decision_on_best_interests_need_somebody_else()
    {
        var (child, tracing) = await OpenedAsync();
        (await StepAsync(Sabha, child, tracing, "actions", Action())).Expect(200);
        Assert.Equal("", await HaveAsync("tracing-side-to-verify", tracing));

        (await StepAsync(SabhaSupervisor, child, tracing, "sides", Side("family"))).Expect(200);
        Assert.Equal("system", await HaveAsync("tracing-side-to-verify", tracing));
        (await StepAsync(Sabha, child, tracing, "sides", Side("child"))).Expect(200);
        Assert.Equal("", await HaveAsync("tracing-side-to-verify", tracing));

        (await StepAsync(Sabha, child, tracing, "best-interests", Interests())).Expect(200);
        Assert.Equal("supervisor", await HaveAsync("best-interests-to-approve", tracing));
        (await StepAsync(SabhaSupervisor, child, tracing, "best-interests/approval", new { })).Expect(200);
        Assert.Equal("", await HaveAsync("best-interests-to-approve", tracing));
    }

    [Fact]
    public async Task After_they_are_together_somebody_looks_again_and_days_before_it_is_a_task()
    {
        var (child, tracing) = await TogetherAsync(In(-20));
        Assert.Equal("system supervisor", await HaveAsync("tracing-follow-up", tracing));
        Assert.Equal("overdue", (await Sabha.TaskAsync("registrations", "tracing-follow-up", tracing))!.Text("state"));

        (await StepAsync(Sabha, child, tracing, "follow-up", new { on = Today, note = "Well (invented).", nextOn = In(8) })).Expect(200);
        Assert.Equal("", await HaveAsync("tracing-follow-up", tracing));
        (await StepAsync(Sabha, child, tracing, "follow-up", new { on = Today, note = "Well (invented).", nextOn = In(7) })).Expect(200);
        Assert.Equal("due", (await Sabha.TaskAsync("registrations", "tracing-follow-up", tracing))!.Text("state"));
        (await StepAsync(Sabha, child, tracing, "follow-up", new { on = Today, note = "Well (invented)." })).Expect(200);
        Assert.Equal("", await HaveAsync("tracing-follow-up", tracing));
    }

    [Fact]
    public async Task Who_opened_a_file_in_an_emergency_is_judged_by_an_officer_and_has_no_task_in_it()
    {
        var person = await Sabha.RegisterAsync();
        var request = (await Sabha.PostAsync($"/api/people/{person}/requests", Partner.SubjectRequest("access"))).Expect(201).Json.Id("requestId");
        var code = (await Sabha.GetAsync($"/api/people/{person}")).Expect(200).Json.Text("caseCode");
        var opened = (await TripoliCaseworker.PostAsync("/api/emergency-access", new { caseCode = code, reason = "Nobody of Sabha answers (invented)." })).Expect(201).Json.Id("accessId");

        Assert.Equal("officer", await HaveAsync("emergency-access-to-confirm", opened));
        Assert.Equal("system supervisor", await HaveAsync("request-to-answer", request));
        var task = (await Officer.TaskAsync("registrations", "emergency-access-to-confirm", opened))!;
        Assert.Equal("awaiting-approval", task.Text("state"));

        (await Officer.PostAsync($"{task.Text("path")}/confirmation", new { justified = true })).Expect(200);
        Assert.Equal("", await HaveAsync("emergency-access-to-confirm", opened));
    }
}
