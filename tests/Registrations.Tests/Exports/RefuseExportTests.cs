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
}
