namespace Platform.Registrations.Tests.EmergencyAccess;

/// <summary>Who keeps the file and who protects see at once that it was opened.</summary>
public sealed class ListEmergencyAccessTests : InAnEmergency
{
    [Fact]
    public async Task Who_keeps_the_file_and_the_protection_officers_see_it_at_once_and_nobody_else()
    {
        var (person, code) = await FileOfSabhaAsync();
        var access = (await OpenAsync(TripoliCaseworker, code)).Expect(201).Json.Id("accessId");

        foreach (var keeper in (Partner[])[Sabha, SabhaSupervisor])
        {
            var told = Assert.Single((await keeper.GetAsync("/api/emergency-access?limit=200")).Items(), item => item.Id("accessId") == access);
            Assert.Equal((person, "No one of Sabha answers, and she is bleeding (invented)."), (told.Id("personId"), told.Text("reason")));
        }

        var officer = await Platform.SignInAsync(Officer);
        var judged = Assert.Single((await officer.GetAsync("/api/emergency-access?limit=200")).Items(), item => item.Id("accessId") == access);
        Assert.Equal((null, null), (judged["personId"], judged["caseCode"]));     // a protection officer judges by the reason and sees no file
        Assert.NotNull(judged.Text("reason"));
        Assert.DoesNotContain((await Tripoli.GetAsync("/api/emergency-access?limit=200")).Items(), item => item.Id("accessId") == access);
        Assert.DoesNotContain((await new Partner(Platform, "amal-health").GetAsync("/api/emergency-access?limit=200")).Items(), item => item.Id("accessId") == access);
    }

    /// <summary>TellWhenEmergencyAccessOpened.</summary>
    [Fact]
    public async Task The_case_worker_and_the_protection_officers_get_a_notice_and_who_opened_it_none()
    {
        var (_, code) = await FileOfSabhaAsync();
        var access = (await OpenAsync(TripoliCaseworker, code)).Expect(201).Json.Id("accessId");

        foreach (var told in (Partner[])[Sabha, SabhaSupervisor, await Platform.SignInAsync(Officer)])
        {
            await Eventually.TrueAsync(async () => (await IsToldAsync(told)).Count == 1, TimeSpan.FromSeconds(10));
        }

        Assert.Equal(["emergency-access"], (await IsToldAsync(Sabha)).Select(notice => notice.Text("kind")));
        Assert.Empty(await IsToldAsync(TripoliCaseworker));

        async Task<List<JsonObject>> IsToldAsync(Partner who) => [.. (await who.GetAsync("/api/notices?limit=200")).Items().Where(notice => notice.Text("recordId") == $"{access}")];
    }
}
