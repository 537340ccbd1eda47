using Dapper;
using Platform.Identity.Clients;

namespace Platform.Identity.Tests.Reviews;

/// <summary>GetAccess, RecordReview, ListReviews.</summary>
public sealed class ReviewsTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private static readonly Guid Rihla = NameBasedId.For("agency:rihla-legal");
    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task An_agency_s_access_is_looked_through_and_that_it_was_is_kept()
    {
        var admin = await server.AdministratorTokenAsync();
        var before = (await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Rihla}/access", admin)).Json;
        Assert.False(before.TryGetProperty("reviewedAt", out _));
        Assert.Equal("libya-protection-referrals", Assert.Single(before.GetProperty("agreements").EnumerateArray()).GetProperty("code").GetString());
        var caseworkers = before.GetProperty("roles").EnumerateArray().Single(role => role.GetProperty("role").GetString() == "caseworker");
        Assert.Equal((1, 1, 1), (caseworkers.GetProperty("people").GetInt32(), caseworkers.GetProperty("withoutAuthenticator").GetInt32(), caseworkers.GetProperty("systems").GetInt32()));

        var next = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(90);
        var recorded = await server.SendAsync(HttpMethod.Post, $"/api/agencies/{Rihla}/reviews", admin, body: new { note = "As it should be.", nextOn = next });

        Assert.Equal(201, recorded.Status);
        var kept = Assert.Single((await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Rihla}/reviews", admin)).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("As it should be.", NameBasedId.For("user:access-admin@iom-libya.demo")), (kept.GetProperty("note").GetString(), kept.GetProperty("reviewedBy").GetGuid()));
        Assert.True((await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Rihla}/access", admin)).Json.TryGetProperty("reviewedAt", out _));
    }

    [Fact]
    public async Task What_ends_within_30_days_stands_in_it()
    {
        var admin = await server.AdministratorTokenAsync();
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Post, $"/api/clients/{NameBasedId.For("client:rihla-legal-system")}/secrets", admin, body: new { overlapHours = 48 })).Status);

        var ending = Assert.Single((await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Rihla}/access", admin)).Json.GetProperty("endsSoon").EnumerateArray());

        Assert.Equal(("previous-secret", "rihla-legal-system"), (ending.GetProperty("what").GetString(), ending.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Of_its_agreements_those_stand_in_it_whose_last_day_is_within_30_days()
    {
        var (unicef, today) = (NameBasedId.For("agency:unicef-libya"), DateOnly.FromDateTime(DateTime.UtcNow));
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("""
            insert into agreements (agreement_id, code, agency_ids, purposes, packages, area_codes, valid_from, valid_until, active)
            select gen_random_uuid(), code, array[party, @other], '{service-referral}', '{identity}', '{*}', current_date, current_date + days, active
              from (values ('ends-in-30', 30, @unicef, true), ('ends-in-32', 32, @unicef, true), ('is-a-draft', 10, @unicef, false), ('of-others', 10, @third, true)) as a(code, days, party, active)
            """, new { unicef, other = NameBasedId.For("agency:unhcr-libya"), third = NameBasedId.For("agency:amal-health") });

        var ending = Assert.Single((await server.SendAsync(HttpMethod.Get, $"/api/agencies/{unicef}/access", await server.AdministratorTokenAsync())).Json.GetProperty("endsSoon").EnumerateArray());

        Assert.Equal(("agreement", "ends-in-30"), (ending.GetProperty("what").GetString(), ending.GetProperty("code").GetString()));
        Assert.Equal(new DateTimeOffset(today.AddDays(31), TimeOnly.MinValue, TimeSpan.Zero), ending.GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_was_done_counts_for_90_days_and_no_longer()
    {
        var unhcr = NameBasedId.For("agency:unhcr-libya");
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("""
            insert into access.audit (at, caller, agency, action, data_class, records, outcome)
            select now() - days * interval '1 day', gen_random_uuid(), @unhcr, 'GET /invented', 'identity', '{}', outcome from (values (89, 'recent'), (91, 'old')) as a(days, outcome)
            """, new { unhcr });

        var used = (await server.SendAsync(HttpMethod.Get, $"/api/agencies/{unhcr}/access", await server.AdministratorTokenAsync())).Json.GetProperty("usedInNinetyDays").EnumerateArray().ToList();

        Assert.Equal(["recent"], used.Select(use => use.GetProperty("outcome").GetString()));
    }

    [Theory]
    [InlineData("$.note", "", 90)]
    [InlineData("$.nextOn", "As it should be.", 0)]
    [InlineData("$.nextOn", "As it should be.", 400)]
    public async Task What_is_wrong_in_it_is_named(string path, string note, int days)
    {
        var refused = await server.SendAsync(HttpMethod.Post, $"/api/agencies/{Rihla}/reviews", await server.AdministratorTokenAsync(),
            body: new { note, nextOn = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(days) });

        Assert.Equal((400, path), (refused.Status, refused.Json.GetProperty("errors").EnumerateObject().Single().Name));
    }

    [Fact]
    public async Task It_is_for_the_lead()
    {
        var token = (await server.ClientTokenAsync("rihla-legal")).AccessToken;

        Assert.Equal(403, (await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Rihla}/access", token)).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Guid.NewGuid()}/access", await server.AdministratorTokenAsync())).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Guid.NewGuid()}/reviews", await server.AdministratorTokenAsync())).Status);
    }
}
