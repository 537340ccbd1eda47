namespace Platform.Registrations.Tests.Transfers;

/// <summary>A handover ends by itself at its instant: nothing runs, the policies compare with the clock.</summary>
public sealed class HandoverTests
{
    [Fact]
    public async Task A_handover_of_three_days_is_over_after_three_days()
    {
        await using var platform = await RunningPlatform.StartAsync();
        await platform.PlantUserAsync("hub-supervisor@iom-libya.demo", "tripoli", "supervisor");
        var (sabha, tripoli) = (new Partner(platform, "iom-libya"), await platform.SignInAsync("hub-supervisor@iom-libya.demo"));
        var person = await sabha.RegisterAsync();
        var transfer = (await sabha.PostAsync($"/api/people/{person}/transfers", new { team = "tripoli", handoverDays = 3 })).Expect(201).Json.Id("transferId");
        (await tripoli.PostAsync($"/api/transfers/{transfer}/acceptance", new { caseworker = "hub-supervisor@iom-libya.demo" })).Expect(200);

        await platform.MoveClockAsync(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(2));
        await SeesAsync(sabha, person, 200, 1);
        (await sabha.PutAsync($"/api/people/{person}", Partner.Person(), "\"2\"")).Expect(403);

        await platform.MoveClockAsync(TimeSpan.FromDays(3));
        await SeesAsync(sabha, person, 404, 0);
        (await sabha.GetAsync($"/api/people/{person}/consents")).Expect(404);
        (await sabha.PutAsync($"/api/people/{person}", Partner.Person(), "\"2\"")).Expect(404);
        Assert.Null((await sabha.GetAsync($"/api/transfers/{transfer}")).Expect(200)["personId"]);
    }

    private static async Task SeesAsync(Partner who, Guid person, int status, int listed)
    {
        await Eventually.TrueAsync(async () => (await who.GetAsync($"/api/people/{person}")).Status == status);
        Assert.Equal(listed, (await who.GetAsync("/api/people?limit=200")).Items().Count(item => item.Id("personId") == person));
    }
}
