namespace Platform.Registrations.Tests.SubjectRequests;

/// <summary>With ProposeRefusalTests: it takes two to refuse.</summary>
public sealed class ConfirmRefusalTests : Asking
{
    [Fact]
    public async Task A_request_is_refused_when_a_second_person_has_confirmed_it_and_never_by_who_proposed_it()
    {
        var (request, _) = await AskedAsync("access");
        (await ProposeAsync(SabhaSupervisor, request)).Expect(200);

        (await ConfirmAsync(SabhaSupervisor, request)).Expect(403);   // never one's own
        (await ConfirmAsync(Sabha, request)).Expect(403);             // a case worker decides nothing
        (await ConfirmAsync(Tripoli, request)).Expect(404);
        Assert.Equal("$.confirmed", (await StepAsync(Officer, request, "refusal/confirmation")).WrongFields());
        var refused = (await ConfirmAsync(Officer, request)).Expect(200);

        Assert.Equal("dueOn endedAt endedBy kind overdue proposedBy reasonCode receivedOn recordedAt recordedBy requestId state", refused.Json.FieldNames());
        Assert.Equal("refused", (await SeeAsync(Sabha, request)).Json.Text("state"));
        Assert.Equal("wrong-state", (await ConfirmAsync(Officer, request)).Expect(409).Problem);
        Assert.Equal("wrong-state", (await StepAsync(Sabha, request, "answer")).Expect(409).Problem);
    }

    [Fact]
    public async Task A_supervisor_who_keeps_the_file_confirms_too_and_not_what_was_never_proposed()
    {
        var (request, _) = await AskedAsync("access");
        Assert.Equal("received", (await ConfirmAsync(SabhaSupervisor, request)).Expect(409).Json.Text("state"));
        (await ProposeAsync(Sabha, request)).Expect(200);

        Assert.Equal("refused", (await ConfirmAsync(SabhaSupervisor, request)).Expect(200).Json.Text("state"));
    }

    [Fact]
    public async Task In_the_handover_one_reads_what_was_asked_and_decides_nothing()
    {
        var (request, person) = await AskedAsync("access");
        (await AcceptAsync(Tripoli, (await OfferAsync(Sabha, person, "tripoli", 30)).Expect(201).Json.Id("transferId"))).Expect(200);

        (await SeeAsync(Sabha, request)).Expect(200);
        foreach (var step in (string[])["answer", "withdrawal"]) (await StepAsync(Sabha, request, step)).Expect(403);
        (await ProposeAsync(Sabha, request)).Expect(403);
        (await ProposeAsync(TripoliCaseworker, request)).Expect(200);
        (await ConfirmAsync(SabhaSupervisor, request)).Expect(403);
        (await ConfirmAsync(Tripoli, request)).Expect(200);
    }

    [Fact]
    public async Task What_is_not_confirmed_is_open_as_before()
    {
        var (request, _) = await AskedAsync("access");
        (await ProposeAsync(Sabha, request)).Expect(200);

        var open = (await ConfirmAsync(Officer, request, confirmed: false)).Expect(200);

        Assert.Equal(("received", null), (open.Json.Text("state"), open.Json.Text("reasonCode")));
        (await StepAsync(Sabha, request, "answer")).Expect(200);
    }

    [Fact]
    public async Task An_objection_stands_until_its_refusal_is_confirmed()
    {
        var (request, person) = await AskedAsync("objection");
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        (await StepAsync(Sabha, request, "refusal", new { reasonCode = "vital-interest" })).Expect(200);
        (await Sabha.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt))).Expect(409);

        (await ConfirmAsync(SabhaSupervisor, request)).Expect(200);

        (await Sabha.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt))).Expect(201);
    }
}
