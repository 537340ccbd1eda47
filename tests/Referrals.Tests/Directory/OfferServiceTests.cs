namespace Platform.Referrals.Tests.Directory;

public sealed class OfferServiceTests : OnThePlatform
{
    [Fact]
    public async Task An_agency_keeps_its_own_offers_by_version()
    {
        var offer = new { areaCodes = new[] { "LY0211" }, acceptsReferrals = true, capacity = 3, languages = new[] { "ara", "tir" }, femaleStaff = true };
        var made = (await Third.PutAsync("/api/services/education", offer, null)).Expect(200);   // nothing there that could be overwritten
        Assert.Equal("\"1\"", made.ETag);

        Assert.Equal("if-match-required", (await Third.PutAsync("/api/services/education", offer, null)).Expect(428).Problem);
        Assert.Equal("stale", (await Third.PutAsync("/api/services/education", offer, "\"7\"")).Expect(412).Problem);
        var changed = (await Third.PutAsync("/api/services/education", new { areaCodes = new[] { "*" }, acceptsReferrals = false }, "\"1\"")).Expect(200);
        Assert.Equal("\"2\"", changed.ETag);
        Assert.False(changed["acceptsReferrals"]!.GetValue<bool>());
        Assert.Null(changed["capacity"]);
        (await Third.PutAsync("/api/services/education", offer, "\"1\"")).Expect(412);
    }

    [Fact]
    public async Task Of_two_first_offers_at_once_one_must_look_first_and_what_was_never_there_has_no_version()
    {
        var offer = new { areaCodes = new[] { "*" }, acceptsReferrals = true };
        await CountAsync("referrals", "with gone as (delete from services_offered where service_code = 'release-support' and agency_id = $1 returning 1) select count(*) from gone", await Third.AgencyIdAsync("rihla-legal"));
        Assert.Equal("stale", (await Third.PutAsync("/api/services/release-support", offer, "\"1\"")).Expect(412).Problem);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Third.PutAsync("/api/services/release-support", offer, null)));

        Assert.Equal([200, 428, 428, 428, 428], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_is_stale()
    {
        var offer = new { areaCodes = new[] { "*" }, acceptsReferrals = true };
        var version = (await Third.PutAsync("/api/services/transport", offer, "*")).Expect(200).ETag;

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Third.PutAsync("/api/services/transport", offer, version)));

        Assert.Equal([200, 412, 412, 412, 412], answers.Select(answer => answer.Status).Order());
    }

    [Theory]
    [InlineData("""{"acceptsReferrals": true}""", "$.areaCodes")]
    [InlineData("""{"areaCodes": [], "acceptsReferrals": true}""", "$.areaCodes")]
    [InlineData("""{"areaCodes": ["XX"], "acceptsReferrals": true}""", "$.areaCodes")]
    [InlineData("""{"areaCodes": ["*", "*"], "acceptsReferrals": true}""", "$.areaCodes")]
    [InlineData("""{"areaCodes": [null], "acceptsReferrals": true}""", "$.areaCodes")]
    [InlineData("""{"areaCodes": ["*"]}""", "$.acceptsReferrals")]
    [InlineData("""{"areaCodes": ["*"], "acceptsReferrals": true, "capacity": -1}""", "$.capacity")]
    [InlineData("""{"areaCodes": ["*"], "acceptsReferrals": true, "capacity": 100001}""", "$.capacity")]
    [InlineData("""{"areaCodes": ["*"], "acceptsReferrals": true, "languages": ["klingon"]}""", "$.languages")]
    [InlineData("""{"areaCodes": ["*"], "acceptsReferrals": true, "agencyId": "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f"}""", "$.agencyId")]
    public async Task A_wrong_field_is_named(string body, string path)
    {
        Assert.Equal(path, (await Third.PutAsync("/api/services/food", body, "*")).WrongFields());
    }

    [Fact]
    public async Task A_service_of_no_list_is_not_there_and_not_everybody_offers()
    {
        var offer = new { areaCodes = new[] { "*" }, acceptsReferrals = true };

        (await Third.PutAsync("/api/services/magic", offer, "*")).Expect(404);
        (await (await Platform.SignInAsync("caseworker@rihla-legal.demo")).PutAsync("/api/services/food", offer, "*")).Expect(403);
        (await new Partner(Platform, "embassy-one").PutAsync("/api/services/food", offer, "*")).Expect(403);
    }
}
