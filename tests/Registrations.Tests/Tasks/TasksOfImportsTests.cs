using Platform.Registrations.Tests.Imports;

namespace Platform.Registrations.Tests.Tasks;

/// <summary>A table with errors waits for who sent it, until they send another.</summary>
public sealed class TasksOfImportsTests : Importing
{
    [Fact]
    public async Task What_was_wrong_is_put_right_by_who_sent_it()
    {
        var login = $"tables-{Guid.NewGuid():N}@iom-libya.demo";
        await Platform.PlantUserAsync(login, "sabha", "caseworker");
        var sender = await Platform.SignInAsync(login);
        var wrong = (await ImportedAsync($"{Head}\r\nyes,فاطمة,{Invented()},neither,1990,year,LY031901,urban\r\n", by: sender)).Id("importId");

        Assert.Equal("sender", await TaskPages.HaveAsync("registrations", "import-to-correct", wrong, ("sender", sender), ("supervisor", Supervisor), ("system", Sabha), ("amal", Amal)));
        Assert.Equal(("new", $"/api/imports/{wrong}"), await sender.TaskAsync("registrations", "import-to-correct", wrong) is { } task ? (task.Text("state"), task.Text("path")) : default);

        var right = (await ImportedAsync(People(Invented(), 1), by: sender)).Id("importId");
        Assert.Equal([], await sender.TasksAsync("registrations", "&kind=import-to-correct"));
        await ScalarAsync<int>("update imports set state = 'cancelled', rows_imported = null where import_id = $1 returning 1", right);   // it would have put nothing right
        Assert.Single(await sender.TasksAsync("registrations", "&kind=import-to-correct"));
        await ScalarAsync<int>("update imports set ended_at = ended_at - interval '7 days' where import_id = $1 returning 1", wrong);
        Assert.Equal([], await sender.TasksAsync("registrations", "&kind=import-to-correct"));
    }
}
