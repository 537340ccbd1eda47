namespace Platform.Registrations.Tests.Outreach;

public sealed class CorrectSessionTests : Session
{
    [Fact]
    public async Task Who_keeps_it_puts_it_right_by_the_version_that_they_read()
    {
        var session = await HeldAsync();

        var corrected = (await CorrectAsync(Supervisor, session, 1, told => told["referralsMade"] = 4)).Expect(200);

        Assert.Equal((2, 4, "\"2\""), (corrected["version"]!.GetValue<int>(), corrected["details"]!["referralsMade"]!.GetValue<int>(), corrected.ETag));
        (await CorrectAsync(Sabha, session, 1)).Expect(412);
        (await CorrectAsync(Officer, session, 2)).Expect(403);
        (await CorrectAsync(Tripoli, session, 2)).Expect(404);
        Assert.Equal("$.topic", (await CorrectAsync(Sabha, session, 2, told => told["topic"] = "weather")).WrongFields());
    }

    /// <summary>Who is an officer of the agency and a monitor elsewhere.</summary>
    [Fact]
    public async Task Who_oversees_only_changes_nothing()
    {
        await Platform.PlantUserAsync("officer-and-monitor@iom-libya.demo", "tripoli", "protection-officer", "monitor");

        (await CorrectAsync(await Platform.SignInAsync("officer-and-monitor@iom-libya.demo"), await HeldAsync(), 1)).Expect(403);
    }

    private static Task<Answer> CorrectAsync(Partner by, Guid session, int version, Action<JsonObject>? change = null) => by.PutAsync($"/api/outreach-sessions/{session}", Told(change), $"\"{version}\"");
}
