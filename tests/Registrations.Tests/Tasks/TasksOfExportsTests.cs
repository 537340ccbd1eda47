using Platform.Registrations.Tests.Exports;

namespace Platform.Registrations.Tests.Tasks;

/// <summary>An export is approved by the two whose word is still needed, and then waits for who asked.</summary>
public sealed class TasksOfExportsTests : WithExports
{
    private Task<string> HaveAsync(string kind, Guid export) => TaskPages.HaveAsync("registrations", kind, export, ("asker", Asker), ("supervisor", Supervisor), ("officer", Officer), ("bayt", Bayt));

    [Fact]
    public async Task It_is_the_task_of_each_who_has_not_approved_and_then_of_who_asked()
    {
        var export = await AskedAsync(await PersonAsync());
        Assert.Equal("supervisor officer", await HaveAsync("export-to-approve", export));
        Assert.Equal("awaiting-approval", (await Officer.TaskAsync("registrations", "export-to-approve", export))!.Text("state"));

        (await ApproveAsync(Supervisor, export)).Expect(200);
        Assert.Equal(("officer", ""), (await HaveAsync("export-to-approve", export), await HaveAsync("export-to-download", export)));
        (await ApproveAsync(Officer, export)).Expect(200);
        Assert.Equal(("", "asker"), (await HaveAsync("export-to-approve", export), await HaveAsync("export-to-download", export)));
        var task = (await Asker.TaskAsync("registrations", "export-to-download", export))!;
        Assert.Equal("due", task.Text("state"));

        (await Asker.GetAsync($"{task.Text("path")}/file")).Expect(200);
        Assert.Equal("", await HaveAsync("export-to-download", export));
    }

    [Fact]
    public async Task What_was_refused_or_has_ended_waits_for_nobody_and_who_asked_approves_none()
    {
        var (refused, ended, expired) = (await AskedAsync(await PersonAsync()), await ApprovedAsync(await PersonAsync()), await ApprovedAsync(await PersonAsync()));
        (await Officer.PostAsync($"/api/exports/{refused}/refusal", new { })).Expect(200);
        (await Asker.DeleteAsync($"/api/exports/{ended}")).Expect(204);
        await ScalarAsync<int>("update exports set asked_at = asked_at - interval '3 days', expires_at = now() - interval '1 second' where export_id = $1 returning 1", expired);
        var keeper = await PersonAsync(keeper: Supervisor);
        var own = (await Supervisor.PostAsync("/api/exports", Request(keeper))).Expect(201).Json.Id("exportId");

        Assert.Equal(("", ""), (await HaveAsync("export-to-approve", refused), await HaveAsync("export-to-download", ended)));
        Assert.Equal("", await HaveAsync("export-to-download", expired));
        Assert.Equal("officer", await HaveAsync("export-to-approve", own));
    }
}
