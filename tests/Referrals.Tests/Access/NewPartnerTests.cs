namespace Platform.Referrals.Tests.Access;

/// <summary>A partner from its asking to its first referral, and its leaving, through the administrators' own calls.</summary>
public sealed class NewPartnerTests : OnThePlatform
{
    [Fact]
    public async Task A_new_agency_receives_what_its_agreement_says_from_its_coming_into_force_to_its_leaving_it()
    {
        await Platform.PlantUserAsync("administrator@amal-health.demo", "main", "access-admin");
        var (first, second, amal) = (await Platform.SignInAsync("access-admin@iom-libya.demo"), await Platform.SignInAsync("access-admin-2@iom-libya.demo"), await Platform.SignInAsync("administrator@amal-health.demo"));
        var agency = (await first.PostAsync("/api/agencies", new { code = "sahel-aid", name = "Sahel Aid (invented)", kind = "ngo", areaCodes = new[] { "*" }, firstAdministrator = "administrator@sahel-aid.demo" })).Expect(201).Json.Id("agencyId");
        var approved = (await second.PostAsync($"/api/agencies/{agency}/approval", null)).Expect(200);
        await Platform.AcceptInvitationAsync("administrator@sahel-aid.demo", approved["invitation"].Text("link")!);
        var theirs = await Platform.SignInAsync("administrator@sahel-aid.demo");
        var team = (await theirs.PostAsync("/api/teams", new { code = "main", name = "Main", areaCodes = new[] { "*" } })).Expect(201).Json.Id("teamId");
        var system = (await theirs.PostAsync("/api/clients", new { clientId = "sahel-aid-system", roles = new[] { "focal-point" }, teamIds = new[] { team }, areaCodes = new[] { "*" } })).Expect(201);
        var sahel = Receiver.With(token: await Platform.AskTokenAsync("sahel-aid-system", system.Json.Text("secret")!));
        (await sahel.PutAsync("/api/services/non-food-items", new { areaCodes = new[] { "*" }, acceptsReferrals = true }, null)).Expect(200);
        var person = await Sender.RegisterAsync();
        await Eventually.TrueAsync(async () => (await Sender.PostAsync($"/api/people/{person}/consents", Partner.Consent(agency))).Status == 201);   // Registrations knows the agency
        Assert.Equal("agreement-missing", (await SendAsync()).Expect(400).Problem);

        var agreement = (await first.PostAsync("/api/agreements", Partner.Agreement("amal-and-sahel", "service-referral", "LY02", await Sender.AgencyIdAsync("amal-health"), agency))).Expect(201).Json.Id("agreementId");
        (await amal.PostAsync($"/api/agreements/{agreement}/signature", null)).Expect(200);
        (await theirs.PostAsync($"/api/agreements/{agreement}/signature", null)).Expect(200);
        Assert.Equal("agreement-missing", (await SendAsync()).Expect(400).Problem);     // signed is not in force
        (await second.PostAsync($"/api/agreements/{agreement}/activation", null)).Expect(200);

        Answer sent = null!;
        await Eventually.TrueAsync(async () => (sent = await SendAsync()).Status == 201);
        var referral = sent.Json.Id("referralId");
        Assert.NotNull((await MoveAsync(sahel, referral, "acceptance")).Expect(200)["packet"]);
        Assert.Equal("agreement-missing", (await SendAsync("LY031901")).Expect(400).Problem);   // nothing of an area that it does not name

        (await theirs.DeleteAsync($"/api/agreements/{agreement}/signature")).Expect(204);
        await Eventually.TrueAsync(async () => (await GetAsync(sahel, referral)).Expect(200)["packet"] is null);
        await Eventually.TrueAsync(async () => (await GetAsync(Sender, referral)).Json.Text("endReason") == "agreement-ended", TimeSpan.FromSeconds(20));
        Assert.Equal("agreement-missing", (await SendAsync()).Expect(400).Problem);

        Task<Answer> SendAsync(string area = "LY021104") => Sender.PostAsync("/api/referrals", Partner.Referral(person, agency, body => (body["serviceCode"], body["areaCode"]) = ("non-food-items", area)));
    }
}
