using Platform.Access;

namespace Platform.Registrations.Tests.Imports;

/// <summary>What goes on after the answer.</summary>
public sealed class RunImportsTests : Importing
{
    [Fact]
    public async Task Whoever_loses_hold_of_it_writes_nothing_and_who_takes_it_up_does_it_once()
    {
        var family = Invented();
        var import = (await SendAsync(People(family, 12_000), by: Supervisor)).Expect(202).Json.Id("importId");

        // as if the process had been away for longer than it may
        await Eventually.TrueAsync(async () => await ScalarAsync<int?>(
            "update imports set lease = gen_random_uuid(), leased_until = now() - interval '1 second' where import_id = $1 and state = 'checking' and attempts = 1 returning 1", import) is 1);

        var ended = (await Eventually.AsyncValue(() => Supervisor.GetAsync($"/api/imports/{import}"), answer => answer["endedAt"] is not null, TimeSpan.FromSeconds(60))).Json;
        Assert.Equal(("done", 12_000), (How(ended), ended["rowsImported"]!.GetValue<int>()));
        Assert.Equal(2, await ScalarAsync<int>("select attempts from imports where import_id = $1", import));
        Assert.Equal(12_000L, await ScalarAsync<long>("select count(*) from people p join imports i on i.ended_at = p.registered_at and i.started_by = p.registered_by where i.import_id = $1", import));
        Assert.Equal(12_000L, await ScalarAsync<long>("""
            select coalesce(sum(cardinality(a.records)), 0)::bigint from access.audit a join imports i on a.caller = i.started_by and a.at >= i.started_at
             where i.import_id = $1 and a.action = 'POST /imports' and a.data_class = 'identity'
            """, import));
    }

    [Theory]
    [InlineData("auditor@iom-libya.demo", "failed not-allowed")]
    [InlineData("embassy-one-system", "failed not-allowed")]
    public async Task Who_may_not_any_more_imports_nothing(string member, string how)
    {
        var import = await PlantedAsync("waiting", member);

        await ScalarAsync<object>("update imports set leased_until = null where import_id = $1", import);

        await Eventually.TrueAsync(async () => await ScalarAsync<string>("select state || ' ' || coalesce(reason, '') from imports where import_id = $1", import) == how);
    }

    [Fact]
    public async Task Nor_does_who_may_not_any_more_since_it_was_checked()
    {
        var import = await PlantedAsync("importing", "auditor@iom-libya.demo");

        await ScalarAsync<object>("update imports set leased_until = null where import_id = $1", import);

        await Eventually.TrueAsync(async () => await ScalarAsync<string>("select state || ' ' || reason from imports where import_id = $1", import) == "failed not-allowed");
    }

    [Fact]
    public async Task What_was_begun_too_often_is_given_up()
    {
        var import = await PlantedAsync("checking");

        await ScalarAsync<object>("update imports set leased_until = null, attempts = 5 where import_id = $1", import);

        Assert.Equal("failed fault", How((await Eventually.AsyncValue(() => Sabha.GetAsync($"/api/imports/{import}"), answer => answer["endedAt"] is not null)).Json));
    }

    [Fact]
    public void Whoever_is_suspended_or_their_agency_or_of_an_evacuated_team_is_nobody_who_asks()
    {
        var (agency, team, other, member) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        Standing Of(bool agencyActive = true, bool active = true, bool evacuated = false, bool otherEvacuated = false) => new(
            1, [new(agency, "invented", "Invented", "ngo", agencyActive)],
            [new(team, agency, "main", "Main", [], evacuated), new(other, agency, "other", "Other", [], otherEvacuated)],
            [new(member, agency, "user", "Invented", active, ["caseworker"], [team, other], ["*"])], [], []);

        Assert.Equal((member, agency, team), (Of().CallerOf(member)!.Subject, Of().CallerOf(member)!.Agency, Of().CallerOf(member)!.MainTeam));
        Assert.Equal([team], Of(otherEvacuated: true).CallerOf(member)!.Teams);
        Assert.Null(Of(agencyActive: false).CallerOf(member));
        Assert.Null(Of(active: false).CallerOf(member));
        Assert.Null(Of(evacuated: true).CallerOf(member));
        Assert.Null(Of().CallerOf(Guid.NewGuid()));
    }
}
