namespace Platform.Registrations.Tests.Exports;

/// <summary>What ends while an export is waiting to be downloaded: tried with an agency that no other test here exports for.</summary>
public sealed class FeatureOffTests : WithExports
{
    protected override string Agency => "unhcr-libya";

    [Fact]
    public async Task Switched_off_an_approved_export_is_not_downloaded_and_switched_on_again_it_is()
    {
        var export = await ApprovedAsync(await PersonAsync());
        (await FileAsync(export)).Expect(200);

        await Platform.SwitchOffAsync(Feature, Agency);

        await Eventually.TrueAsync(async () => (await FileAsync(export)).Status == 403);
        Assert.Equal("feature-off", (await FileAsync(export)).Expect(403).Problem);
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from access.features_on where agency = $1", await Asker.AgencyIdAsync(Agency)));
        (await Asker.GetAsync($"/api/exports/{export}")).Expect(200);     // that there is one is seen all the same
        await OnAsync();
        (await FileAsync(export)).Expect(200);
    }

    [Fact]
    public async Task Suspended_who_asked_downloads_nothing_more()
    {
        const string login = "leaving@unhcr-libya.demo";
        await Platform.PlantUserAsync(login, "main", "caseworker");
        var (leaving, admin) = (await Platform.SignInAsync(login), await Platform.SignInAsync("access-admin@iom-libya.demo"));
        var export = (await leaving.PostAsync("/api/exports", Request(await PersonAsync(keeper: leaving)))).Expect(201).Json.Id("exportId");
        (await ApproveAsync(Supervisor, export)).Expect(200);
        (await ApproveAsync(Officer, export)).Expect(200);
        (await FileAsync(export, leaving)).Expect(200);

        (await admin.PostAsync($"/api/users/{await Platform.MemberIdAsync(login)}/suspension", null)).Expect(204);

        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return (await FileAsync(export, leaving)).Status == 401;
            }
            catch (HttpRequestException)
            {
                return false;   // it had begun, and was broken off
            }
        });
    }
}
