namespace Platform.Registrations.Tests.EmergencyAccess;

/// <summary>A second person says whether it was right.</summary>
public sealed class ConfirmEmergencyAccessTests : InAnEmergency
{
    [Fact]
    public async Task A_second_person_confirms_once_and_never_who_opened_it()
    {
        var (_, code) = await FileOfSabhaAsync();
        var access = (await OpenAsync(TripoliCaseworker, code)).Expect(201).Json.Id("accessId");
        var officer = await Platform.SignInAsync(Officer);

        (await ConfirmAsync(TripoliCaseworker, access)).Expect(403);
        (await ConfirmAsync(Sabha, access)).Expect(403);
        (await ConfirmAsync(Tripoli, access)).Expect(404);
        Assert.Equal("$.justified", (await officer.PostAsync($"/api/emergency-access/{access}/confirmation", new { })).WrongFields());
        var confirmed = (await ConfirmAsync(officer, access)).Expect(200);
        Assert.True(confirmed["justified"]!.GetValue<bool>());
        Assert.Equal("wrong-state", (await ConfirmAsync(officer, access)).Expect(409).Problem);
    }

    [Fact]
    public async Task Who_opened_it_confirms_nothing_as_a_protection_officer_either()
    {
        await Platform.PlantUserAsync("opening-officer@iom-libya.demo", "tripoli", "caseworker", "protection-officer");
        var both = await Platform.SignInAsync("opening-officer@iom-libya.demo");
        var access = (await OpenAsync(both, (await FileOfSabhaAsync()).Item2)).Expect(201).Json.Id("accessId");

        (await ConfirmAsync(both, access)).Expect(403);
    }
}
