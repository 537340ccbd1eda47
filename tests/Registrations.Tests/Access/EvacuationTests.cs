using Platform.Registrations.Tests.Transfers;

namespace Platform.Registrations.Tests.Access;

/// <summary>What an evacuated team keeps is out of reach, in Registrations and Referrals, and is there again as it was.</summary>
public sealed class EvacuationTests : BetweenTeams
{
    [Fact]
    public async Task What_an_evacuated_team_keeps_is_out_of_reach_for_everybody_of_its_agency_until_it_is_restored()
    {
        var (admin, second) = (await Platform.SignInAsync("access-admin@iom-libya.demo"), await Platform.SignInAsync("access-admin-2@iom-libya.demo"));
        var code = $"left-{Guid.NewGuid():N}";
        var team = (await admin.PostAsync("/api/teams", new { code, name = "Invented", areaCodes = (string[])["*"] })).Expect(201).Json.Id("teamId");
        var (caseworker, supervisor, elsewhere) = ($"{code}-c@iom-libya.demo", $"{code}-s@iom-libya.demo", $"{code}-e@iom-libya.demo");
        await Platform.PlantUserAsync(caseworker, code, "caseworker");
        await Platform.PlantUserAsync(supervisor, code, "supervisor");
        await Platform.PlantUserAsync(elsewhere, "tripoli", "caseworker", "focal-point");
        var (inside, head, opener) = (await Platform.SignInAsync(caseworker), await Platform.SignInAsync(supervisor), await Platform.SignInAsync(elsewhere));
        var auditor = await Platform.SignInAsync("auditor@iom-libya.demo");

        // opened by somebody of another team, who has it still: a grant of their own does not help them
        var bayt = await opener.AgencyIdAsync("bayt-shelter");
        var name = Invented();
        var person = await opener.RegisterAsync(file => file["givenName"] = name);
        var caseCode = (await opener.GetAsync($"/api/people/{person}"))["caseCode"]!.GetValue<string>();
        (await opener.PostAsync($"/api/people/{person}/assignment", new { team = code, caseworker })).Expect(200);
        await inside.ConsentAsync(person, bayt);
        var accepted = (await inside.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(201).Json.Id("referralId");
        var waiting = (await inside.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(201).Json.Id("referralId");
        (await Bayt.PostAsync($"/api/referrals/{accepted}/acceptance", new { })).Expect(200);
        var opened = (await Sabha.PostAsync("/api/emergency-access", new { caseCode, reason = "Nobody answers, and she is bleeding (invented)." })).Expect(201).Json.Id("accessId");
        var offered = (await OfferAsync(inside, person, "tripoli")).Expect(201).Json.Id("transferId");
        (await Tripoli.GetAsync($"/api/transfers/{offered}")).Expect(200);
        var gone = await inside.RegisterAsync();   // to another team, before: theirs it stays
        var left = (await OfferAsync(inside, gone, "tripoli")).Expect(201).Json.Id("transferId");
        (await AcceptAsync(Tripoli, left)).Expect(200);
        await Eventually.TrueAsync(async () => (await opener.GetAsync($"/api/people/{person}/disclosures")).Body.Contains("readable", StringComparison.Ordinal));
        var before = await SeenAsync(opener, head, person, accepted);

        (await head.PostAsync($"/api/teams/{team}/evacuation", new { reasonCode = "office-overrun" })).Expect(200);

        await Eventually.TrueAsync(async () => (await opener.GetAsync($"/api/people/{person}")).Status == 404 && (await opener.GetAsync($"/api/referrals/{accepted}")).Status == 404, TimeSpan.FromSeconds(5));
        await Platform.KnownAsync();
        var nobody = (await opener.GetAsync($"/api/people/{Guid.NewGuid()}")).Body;
        foreach (var path in (string[])["", "/consents", "/disclosures", "/disclosures/page"])
        {
            Assert.Equal((404, nobody), StatusAndBody(await opener.GetAsync($"/api/people/{person}{path}")));
        }

        Assert.Equal((404, nobody), StatusAndBody(await auditor.GetAsync($"/api/people/{person}/disclosures")));
        Assert.Equal((404, nobody), StatusAndBody(await opener.GetAsync($"/api/referrals/{accepted}/history")));
        Assert.Equal((404, nobody), StatusAndBody(await opener.PostAsync($"/api/referrals/{waiting}/revocation", new { })));
        Assert.Equal((404, nobody), StatusAndBody(await opener.PutAsync($"/api/people/{person}", Partner.Person(), "\"2\"")));
        Assert.Equal((404, nobody), StatusAndBody(await Sabha.GetAsync($"/api/people/{person}")));        // who broke the glass before
        Assert.Equal((404, nobody), StatusAndBody(await TripoliCaseworker.PostAsync("/api/emergency-access", new { caseCode, reason = "Nobody answers, and she is bleeding (invented)." })));
        Assert.Equal((404, nobody), StatusAndBody(await Tripoli.GetAsync($"/api/transfers/{offered}")));
        Assert.Equal((404, nobody), StatusAndBody(await AcceptAsync(Tripoli, offered)));
        Assert.Equal("accepted", (await Tripoli.GetAsync($"/api/transfers/{left}")).Expect(200)["status"]!.GetValue<string>());
        Assert.Equal((404, nobody), StatusAndBody(await opener.With(Platform.AddressOf("registrations")).PostAsync("/internal/packages", new
        {
            personId = person,
            purpose = "service-referral",
            packages = (string[])["identity"],
            recipientAgencyId = bayt,
            areaCode = "LY021104",
            referralId = Guid.CreateVersion7(),
        })));
        Assert.Empty((await opener.GetAsync("/api/people")).Items());
        Assert.Empty((await opener.PostAsync("/api/people/search", new { name = $"{name} Invented" })).Items());
        Assert.DoesNotContain((await Sabha.GetAsync("/api/emergency-access?limit=200")).Items(), item => item.Id("accessId") == opened);
        Assert.DoesNotContain((await opener.GetAsync("/api/referrals?box=sent&limit=200")).Items(), item => item.Id("referralId") == accepted || item.Id("referralId") == waiting);
        Assert.Equal(401, (await inside.GetAsync("/api/people")).Status);
        var another = await opener.RegisterAsync();
        Assert.Equal("$.team", (await opener.PostAsync($"/api/people/{another}/assignment", new { team = code, caseworker })).WrongFields());
        Assert.Equal("$.team", (await OfferAsync(opener, another, code)).WrongFields());

        // what another agency was sent is theirs: what it accepted it reads, and what waits in its inbox it answers
        Assert.NotNull((await Bayt.GetAsync($"/api/referrals/{accepted}")).Expect(200)["packet"]);
        Assert.NotNull((await Bayt.PostAsync($"/api/referrals/{waiting}/acceptance", new { })).Expect(200)["packet"]);

        (await admin.PostAsync($"/api/teams/{team}/evacuation/end", null)).Expect(200);
        (await second.PostAsync($"/api/teams/{team}/evacuation/end/approval", null)).Expect(200);

        await Platform.KnownAsync();
        Assert.Equal(401, (await inside.GetAsync("/api/people")).Status);
        (await (await Platform.SignInAnewAsync(caseworker)).GetAsync($"/api/people/{person}")).Expect(200);
        var after = await SeenAsync(opener, await Platform.SignInAnewAsync(supervisor), person, accepted, besides: another);
        Assert.Equal(before, after);
        (await AcceptAsync(Tripoli, offered)).Expect(200);
    }

    private static (int, string) StatusAndBody(Answer answer) => (answer.Status, answer.Body);

    /// <summary>All that two of the agency read of it, word by word.</summary>
    private static async Task<IReadOnlyList<string>> SeenAsync(Partner opener, Partner supervisor, Guid person, Guid referral, Guid? besides = null)
    {
        List<string> seen = [];
        foreach (var reader in (Partner[])[opener, supervisor])
        {
            seen.AddRange((await reader.GetAsync("/api/people")).Items().Where(item => item.Id("personId") != besides).Select(item => item.ToJsonString()));
            foreach (var path in (string[])[$"people/{person}", $"people/{person}/consents", $"referrals/{referral}", $"referrals/{referral}/history", "transfers", "emergency-access"])
            {
                seen.Add((await reader.GetAsync($"/api/{path}")).Expect(200).Body);
            }
        }

        return seen;
    }
}
