namespace Platform.Registrations.Tests.Disembarkations;

public sealed class CorrectDisembarkationTests : Landing
{
    [Fact]
    public async Task Who_keeps_it_puts_it_right_by_the_version_that_they_read()
    {
        var landing = await LandedAsync();

        var corrected = (await CorrectAsync(Monitor, landing, 1, told => told["missing"] = 4)).Expect(200);

        Assert.Equal((2, 4, "\"2\""), (corrected["version"]!.GetValue<int>(), corrected["details"]!["missing"]!.GetValue<int>(), corrected.ETag));
        (await CorrectAsync(Sabha, landing, 1)).Expect(412);
        (await CorrectAsync(Officer, landing, 2)).Expect(403);
        (await CorrectAsync(Tripoli, landing, 2)).Expect(404);
        Assert.Equal("$.persons", (await CorrectAsync(Sabha, landing, 2, told => (told["persons"], told["counts"], told["nationalities"], told["medicalCases"], told["flaggedVulnerable"]) = (-1, null, null, null, null))).WrongFields());
    }

    /// <summary>Who is an officer of the agency and a monitor elsewhere.</summary>
    [Fact]
    public async Task Who_oversees_only_changes_nothing()
    {
        await Platform.PlantUserAsync("officer-and-monitor@iom-libya.demo", "tripoli", "protection-officer", "monitor");

        (await CorrectAsync(await Platform.SignInAsync("officer-and-monitor@iom-libya.demo"), await LandedAsync(), 1)).Expect(403);
    }

    private static Task<Answer> CorrectAsync(Partner by, Guid landing, int version, Action<JsonObject>? change = null) => by.PutAsync($"/api/disembarkations/{landing}", Event(change), $"\"{version}\"");
}
