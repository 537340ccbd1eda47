namespace Platform.Registrations.Tests.Exports;

/// <summary>What ends while an export is waiting to be downloaded, or is being downloaded: tried with an agency that no other test here exports for.</summary>
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

    /// <summary>Each end alone: the agreement that ends is of a purpose that no other names, and who asks is of another team than the one that is evacuated.</summary>
    [Theory]
    [InlineData("suspended")]
    [InlineData("agreement-ended")]
    [InlineData("switched-off")]
    [InlineData("evacuated")]
    public async Task An_open_download_breaks_off_when_what_it_stands_on_ends(string end)
    {
        var login = $"{end}-{Guid.NewGuid():N}@unhcr-libya.demo";
        await Platform.PlantUserAsync(login, "main", "caseworker");
        var (asker, admin, second) = (await Platform.SignInAsync(login), await Platform.SignInAsync("access-admin@iom-libya.demo"), await Platform.SignInAsync("access-admin-2@iom-libya.demo"));
        var agencyId = await Asker.AgencyIdAsync(Agency);
        var (agreement, purpose) = end == "agreement-ended" ? (await AgreeAsync(), "return") : (Guid.Empty, "service-referral");
        var people = await ManyAsync(asker, consent => consent["purpose"] = purpose);
        var left = end == "evacuated" ? await AssignedAsync() : Guid.Empty;
        var request = Request([.. people]);
        request["purpose"] = purpose;
        var export = (await asker.PostAsync("/api/exports", request)).Expect(201).Json.Id("exportId");
        (await ApproveAsync(Supervisor, export)).Expect(200);
        (await ApproveAsync(Officer, export)).Expect(200);

        await BreaksOffAsync(export, people, await asker.TokenAsync(), async () =>
        {
            switch (end)
            {
                case "suspended":
                    (await admin.PostAsync($"/api/users/{await Platform.MemberIdAsync(login)}/suspension", null)).Expect(204);
                    break;
                case "agreement-ended":
                    (await admin.DeleteAsync($"/api/agreements/{agreement}")).Expect(204);
                    break;
                case "switched-off":
                    await Platform.SwitchOffAsync(Feature, Agency);
                    break;
                default:
                    (await admin.PostAsync($"/api/teams/{left}/evacuation", new { reasonCode = "office-overrun" })).Expect(200);
                    break;
            }
        });

        if (end == "switched-off")
        {
            await OnAsync();
        }

        async Task<Guid> AgreeAsync()
        {
            var drafted = (await admin.PostAsync("/api/agreements", Partner.Agreement($"ends-{Guid.NewGuid():N}", "return", "LY03", agencyId, BaytId))).Expect(201).Json.Id("agreementId");
            await using var identity = await Platform.OpenDatabaseAsync("identity");
            await using var sign = new Npgsql.NpgsqlCommand("update agreement_parties set signed_at = now() where agreement_id = $1", identity) { Parameters = { new() { Value = drafted } } };
            await sign.ExecuteNonQueryAsync();   // as if each party had
            (await second.PostAsync($"/api/agreements/{drafted}/activation", null)).Expect(200);
            await Platform.KnownAsync();
            return drafted;
        }

        // who asked opened the files and keeps them; another team has them in hand
        async Task<Guid> AssignedAsync()
        {
            var code = $"left-{Guid.NewGuid():N}";
            var team = (await admin.PostAsync("/api/teams", new { agencyId, code, name = "Invented", areaCodes = (string[])["*"] })).Expect(201).Json.Id("teamId");
            var caseworker = $"{code}@unhcr-libya.demo";
            await Platform.PlantUserAsync(caseworker, code, "caseworker");
            await Platform.KnownAsync();
            foreach (var person in people)
            {
                (await asker.PostAsync($"/api/people/{person}/assignment", new { team = code, caseworker })).Expect(200);
            }

            return team;
        }
    }
}
