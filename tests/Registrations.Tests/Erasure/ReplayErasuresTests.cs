using Npgsql;
using Platform.Tests.Servers;

namespace Platform.Registrations.Tests.Erasure;

/// <summary>A platform of its own, whose databases are put back to an older state, and whose clock is moved.</summary>
public sealed class ReplayErasuresTests
{
    private const int Days = 400;

    private static readonly string[] BackedUp = ["registrations", "referrals", "keys", "erasures"];

    [Fact]
    public async Task What_a_restored_backup_brings_back_is_erased_again_before_the_service_opens()
    {
        await using var platform = await RunningPlatform.StartAsync();
        var (amal, bayt) = (new Partner(platform, "amal-health"), new Partner(platform, "bayt-shelter"));
        var (referral, person, _) = await amal.ReferAsync("bayt-shelter");
        var (kept, keptPerson, _) = await amal.ReferAsync("bayt-shelter");
        (await bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200);
        await platform.SwitchOnAsync("export-of-files", "amal-health");
        var (export, keptExport) = (await ExportAsync(amal, person), await ExportAsync(amal, keptPerson));
        Stop(platform);
        foreach (var database in BackedUp)
        {
            await CopyAsync(platform, database, "backup");
        }

        await StartAsync(platform);
        var supervisor = await platform.SignInAsync("supervisor@amal-health.demo");
        var erasure = (await amal.PostAsync($"/api/people/{person}/erasure", new { reasonCode = "person-asked" })).Expect(201).Json.Id("erasureId");
        (await supervisor.PostAsync($"/api/erasures/{erasure}/approval", new { })).Expect(200);
        await Eventually.TrueAsync(async () => (await amal.GetAsync($"/api/erasures/{erasure}")).Json.Text("status") == "done");

        // the data and the keys as they were before; the list is never put back
        Stop(platform);
        foreach (var database in BackedUp[..3])
        {
            await RestoreAsync(platform, database);
        }

        Assert.Equal((1, 1, 1), (await KeysAsync(platform, "registrations", person), await KeysAsync(platform, "referrals", referral), await KeysAsync(platform, "registrations", export)));

        // by a list from before, as it would be without the replay, the person is found
        var blind = await platform.AddAsync("registrations", new Dictionary<string, string> { ["Erasures__Name"] = $"{platform.NameOf("erasures")}_backup" });
        (await amal.With(platform.AddressOf(blind)).GetAsync($"/people/{person}")).Expect(200);
        platform.Kill(blind);

        await StartAsync(platform);

        (await amal.GetAsync($"/api/people/{person}")).Expect(404);
        Assert.Equal((0, 0, 0), (await KeysAsync(platform, "registrations", person), await KeysAsync(platform, "referrals", referral), await KeysAsync(platform, "registrations", export)));
        Assert.Equal(("ended", null), ((await amal.GetAsync($"/api/exports/{export}")).Expect(200).Json.Text("state"), (await amal.GetAsync($"/api/exports/{export}")).Json.Text("reason")));
        Assert.NotNull((await amal.GetAsync($"/api/exports/{keptExport}")).Expect(200).Json.Text("reason"));
        Assert.Equal("revoked", (await amal.GetAsync($"/api/referrals/{referral}")).Expect(200).Json.Text("status"));
        Assert.Null((await bayt.GetAsync($"/api/referrals/{referral}")).Expect(200)["packet"]);
        Assert.Null((await bayt.GetAsync($"/api/referrals/{referral}"))["envelope"]);
        (await amal.GetAsync($"/api/people/{keptPerson}")).Expect(200);                   // of the others nothing is changed
        Assert.NotNull((await bayt.GetAsync($"/api/referrals/{kept}")).Expect(200)["envelope"]);
        var again = Assert.Single((await supervisor.GetAsync("/api/erasures")).Items(), item => item.Id("personId") == person);
        Assert.Equal("restored", again.Text("because"));                                  // asked for after the backup: the proof begins anew
        await Eventually.TrueAsync(async () => (await supervisor.GetAsync($"/api/erasures/{again.Id("erasureId")}")).Json.Text("status") == "done");

        await DropAsync(platform, "erasures", "_backup");
    }

    [Fact]
    public async Task A_file_whose_days_are_over_is_erased_by_the_rule_unless_it_is_held()
    {
        await using var platform = await RunningPlatform.StartAsync(settings: new Dictionary<string, string> { ["Retention__PersonFileDays"] = $"{Days}" });
        var lead = new Partner(platform, "iom-libya");
        var (officer, auditor) = (await platform.SignInAsync("protection-officer@iom-libya.demo"), await platform.SignInAsync("auditor@iom-libya.demo"));
        var (old, held, consented) = (await lead.RegisterAsync(), await lead.RegisterAsync(), await lead.RegisterAsync());
        await lead.ConsentAsync(consented, await lead.AgencyIdAsync("bayt-shelter"));
        (await HoldFileTests.HoldAsync(officer, held)).Expect(204);
        await using (var database = await platform.OpenDatabaseAsync("registrations"))
        await using (var lately = new NpgsqlCommand("update consents set given_at = given_at + interval '2 days' where person_id = $1", database) { Parameters = { new() { Value = consented } } })
        {
            await lately.ExecuteNonQueryAsync();
        }

        await platform.MoveClockAsync(TimeSpan.FromDays(Days + 1));
        await Eventually.TrueAsync(async () => (await lead.GetAsync($"/api/people/{old}")).Status == 404, TimeSpan.FromSeconds(30));

        foreach (var person in new[] { held, consented })
        {
            (await lead.GetAsync($"/api/people/{person}")).Expect(200);
        }

        var erasure = Assert.Single((await auditor.GetAsync("/api/erasures")).Items());
        Assert.Equal((old, "person-file"), (erasure.Id("personId"), erasure.Text("because")));
        Assert.Equal((null, null), (erasure["askedBy"], erasure["decidedBy"]));
        await Eventually.TrueAsync(async () => (await auditor.GetAsync($"/api/erasures/{erasure.Id("erasureId")}")).Json.Text("status") == "done");

        (await officer.DeleteAsync($"/api/people/{held}/legal-hold")).Expect(204);   // without it the rule applies
        await Eventually.TrueAsync(async () => (await lead.GetAsync($"/api/people/{held}")).Status == 404, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task While_the_bus_is_down_the_proof_says_what_is_awaited_and_after_a_day_that_it_is_overdue()
    {
        var broker = TestServers.OfThisRun.RabbitMq;
        await using var bus = new Cable(broker.Host, broker.Port);
        await using var platform = await RunningPlatform.StartAsync(brokerPort: bus.Port);
        var amal = new Partner(platform, "amal-health");
        var supervisor = await platform.SignInAsync("supervisor@amal-health.demo");
        var (_, person, _) = await amal.ReferAsync("bayt-shelter");
        bus.Cut();

        var erasure = (await amal.PostAsync($"/api/people/{person}/erasure", new { reasonCode = "person-asked" })).Expect(201).Json.Id("erasureId");
        (await supervisor.PostAsync($"/api/erasures/{erasure}/approval", new { })).Expect(200);

        var proof = await Eventually.AsyncValue(() => amal.GetAsync($"/api/erasures/{erasure}"), answer => answer["proof"]![0]!["confirmedAt"] is not null);
        Assert.Equal("overdue recordType service", proof["proof"]![1].FieldNames());
        Assert.Equal(("approved", false), (proof.Json.Text("status"), proof["proof"]![1]!["overdue"]!.GetValue<bool>()));
        await platform.MoveClockAsync(TimeSpan.FromHours(25));
        await Eventually.TrueAsync(async () => (await amal.GetAsync($"/api/erasures/{erasure}"))["proof"]![1]!["overdue"]!.GetValue<bool>());
        Assert.Equal("degraded", (await amal.With(platform.AddressOf("registrations")).GetAsync("/health/ready"))["parts"]!.Text("erasures"));

        bus.Mend();
        await Eventually.TrueAsync(async () => (await amal.GetAsync($"/api/erasures/{erasure}")).Json.Text("status") == "done", TimeSpan.FromSeconds(60));
    }

    private static async Task<Guid> ExportAsync(Partner by, Guid person) => (await by.PostAsync("/api/exports", new
    {
        people = (Guid[])[person],
        packages = (string[])["identity", "contact"],
        recipientAgencyId = await by.AgencyIdAsync("bayt-shelter"),
        purpose = "service-referral",
        reason = "Their system is down (invented).",
        hours = 24,
    })).Expect(201).Json.Id("exportId");

    private static void Stop(RunningPlatform platform)
    {
        platform.Kill("registrations");
        platform.Kill("referrals");
    }

    private static Task StartAsync(RunningPlatform platform) => Task.WhenAll(platform.RestartAsync("registrations"), platform.RestartAsync("referrals"));

    private static Task CopyAsync(RunningPlatform platform, string database, string name) => ExecuteAsync(
        platform, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{platform.NameOf(database)}'", $"create database \"{platform.NameOf(database)}_{name}\" template \"{platform.NameOf(database)}\"",
        $"revoke all on database \"{platform.NameOf(database)}_{name}\" from public", $"grant connect on database \"{platform.NameOf(database)}_{name}\" to {string.Join(", ", LoginsOf(platform, database))}");

    private static async Task RestoreAsync(RunningPlatform platform, string database)
    {
        await DropAsync(platform, database, "");
        await ExecuteAsync(platform, $"alter database \"{platform.NameOf(database)}_backup\" rename to \"{platform.NameOf(database)}\"");
    }

    private static Task DropAsync(RunningPlatform platform, string database, string name) => ExecuteAsync(platform, $"drop database \"{platform.NameOf(database)}{name}\" with (force)");

    private static IEnumerable<string> LoginsOf(RunningPlatform platform, string database) => database is "keys" or "erasures"
        ? [$"{platform.NameOf("identity")}_keys", $"{platform.NameOf("registrations")}_keys", $"{platform.NameOf("referrals")}_keys"]
        : new[] { "app", "jobs", "relay", "listener", "sealer", "migrator" }.Select(login => $"{platform.NameOf(database)}_{login}");

    private static async Task ExecuteAsync(RunningPlatform platform, params string[] statements)
    {
        await using var admin = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(platform.Servers.Postgres) { Pooling = false }.ConnectionString);
        await admin.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, admin);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<long> KeysAsync(RunningPlatform platform, string service, Guid record)
    {
        await using var keys = await platform.OpenDatabaseAsync("keys");
        await using var count = new NpgsqlCommand($"select count(*) from {platform.NameOf(service)}.record_keys where record = $1", keys) { Parameters = { new() { Value = record } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
