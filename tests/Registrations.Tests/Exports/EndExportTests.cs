namespace Platform.Registrations.Tests.Exports;

public sealed class EndExportTests : WithExports
{
    [Fact]
    public async Task Who_asked_ends_it_and_a_repeat_changes_nothing()
    {
        var export = await ApprovedAsync(await PersonAsync());

        (await Supervisor.DeleteAsync($"/api/exports/{export}")).Expect(403);
        (await Asker.DeleteAsync($"/api/exports/{export}")).Expect(204);
        (await Asker.DeleteAsync($"/api/exports/{export}")).Expect(204);

        Assert.Equal("export-ended", (await FileAsync(export)).Expect(410).Problem);
        Assert.Equal("ended", (await Supervisor.GetAsync($"/api/exports/{export}")).Expect(200).Json.Text("state"));
    }
}
