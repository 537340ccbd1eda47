namespace Platform.Registrations.Tests.SubjectRequests;

public sealed class WithdrawSubjectRequestTests : Asking
{
    [Theory]
    [InlineData("access")]
    [InlineData("correction")]
    [InlineData("objection")]
    public async Task The_person_takes_it_back_while_it_is_open_and_once(string kind)
    {
        var (request, _) = await AskedAsync(kind);

        Assert.Equal("withdrawn", (await StepAsync(SabhaSupervisor, request, "withdrawal")).Expect(200).Json.Text("state"));

        Assert.Equal("withdrawn", (await StepAsync(Sabha, request, "withdrawal")).Expect(409).Json.Text("state"));
        (await StepAsync(Sabha, request, "answer", kind == "correction" ? (object)new { versionBefore = 1, versionAfter = 2 } : new { })).Expect(409);
    }

    [Fact]
    public async Task Of_two_objections_the_other_one_stands_on()
    {
        var (first, person) = await AskedAsync("objection");
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        await AskedAsync("objection", person, request => request["objectsTo"] = new JsonObject { ["recipientAgencyIds"] = new JsonArray(bayt) });

        (await StepAsync(Sabha, first, "withdrawal")).Expect(200);

        (await Sabha.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt))).Expect(409);
        (await Sabha.PostAsync($"/api/people/{person}/consents", Partner.Consent(await Sabha.AgencyIdAsync("amal-health")))).Expect(201);
    }
}
