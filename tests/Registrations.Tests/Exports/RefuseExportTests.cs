namespace Platform.Registrations.Tests.Exports;

public sealed class RefuseExportTests : WithExports
{
    [Fact]
    public async Task One_of_those_who_may_approve_refuses_it_also_later_and_then_there_is_none()
    {
        var export = await ApprovedAsync(await PersonAsync());

        (await Asker.PostAsync($"/api/exports/{export}/refusal", null)).Expect(403);
        Assert.Equal("refused", (await Supervisor.PostAsync($"/api/exports/{export}/refusal", null)).Expect(200).Json.Text("state"));

        Assert.Equal("refused", (await FileAsync(export)).Expect(409).Json.Text("state"));
        Assert.Equal("refused", (await Officer.PostAsync($"/api/exports/{export}/refusal", null)).Expect(409).Json.Text("state"));
        (await ApproveAsync(Officer, export)).Expect(409);
    }

    [Fact]
    public async Task Who_asked_refuses_nothing_and_what_is_refused_nobody_approves()
    {
        await Platform.PlantUserAsync("asking-supervisor@iom-libya.demo", "sabha", "caseworker", "supervisor");
        var both = await Platform.SignInAsync("asking-supervisor@iom-libya.demo");
        var own = (await both.PostAsync("/api/exports", Request(await PersonAsync(keeper: both)))).Expect(201).Json.Id("exportId");
        (await both.PostAsync($"/api/exports/{own}/refusal", null)).Expect(403);

        (await Supervisor.PostAsync($"/api/exports/{own}/refusal", null)).Expect(200);
        Assert.Equal("refused", (await ApproveAsync(Officer, own)).Expect(409).Json.Text("state"));
    }
}
