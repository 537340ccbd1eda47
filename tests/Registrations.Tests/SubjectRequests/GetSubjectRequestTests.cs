namespace Platform.Registrations.Tests.SubjectRequests;

public sealed class GetSubjectRequestTests : Asking
{
    [Fact]
    public async Task A_protection_officer_of_the_agency_is_told_kind_dates_and_state_and_no_word()
    {
        var (request, person) = await AskedAsync("objection", change: asked => asked["what"] = PersonalWords);

        var seen = (await SeeAsync(Officer, request)).Expect(200);

        Assert.Equal("dueOn kind overdue receivedOn recordedAt recordedBy requestId state", seen.Json.FieldNames());
        (await Officer.GetAsync($"/api/people/{person}")).Expect(403);
        Assert.Contains("GET /requests/{requestId:guid} identity allowed", await AuditOfAsync(request));
    }

    [Fact]
    public async Task Who_does_not_see_the_file_finds_no_request_and_not_there_is_the_same()
    {
        var (request, _) = await AskedAsync("access");
        var nothing = (await SeeAsync(Amal, Guid.NewGuid())).Expect(404).Body;

        foreach (var other in (Partner[])[Tripoli, TripoliCaseworker, Amal, await Platform.SignInAsync("supervisor@amal-health.demo")])
        {
            Assert.Equal(nothing, (await SeeAsync(other, request)).Expect(404).Body);
            (await StepAsync(other, request, "answer")).Expect(404);
            (await ProposeAsync(other, request)).Expect(404);
            (await StepAsync(other, request, "withdrawal")).Expect(404);
        }

        foreach (var other in (string[])["auditor@iom-libya.demo", "access-admin@iom-libya.demo"])
        {
            (await SeeAsync(await Platform.SignInAsync(other), request)).Expect(403);
        }
    }

    [Fact]
    public async Task It_goes_with_the_case_and_who_had_it_reads_in_the_handover_and_moves_nothing()
    {
        var (transfer, person) = await OfferedAsync(handoverDays: 2);
        var (request, _) = await AskedAsync("correction", person);
        (await AcceptAsync(Tripoli, transfer)).Expect(200);

        Assert.Equal(PersonalWords, (await SeeAsync(TripoliCaseworker, request)).Expect(200).Json.Text("what"));
        Assert.Equal(PersonalWords, (await SeeAsync(Sabha, request)).Expect(200).Json.Text("what"));
        foreach (var move in (string[])["answer", "refusal", "withdrawal"])
        {
            (await StepAsync(Sabha, request, move)).Expect(403);
        }

        (await StepAsync(TripoliCaseworker, request, "withdrawal")).Expect(200);
    }
}
