using Npgsql;

namespace Platform.Referrals.Tests.Referrals;

/// <summary>A platform of its own with two replicas of each service, whose clock these tests move; only ever ahead.</summary>
public sealed class MovableClock : IAsyncLifetime
{
    private TimeSpan ahead;

    public RunningPlatform Platform { get; private set; } = null!;

    public async Task InitializeAsync() => Platform = await RunningPlatform.StartAsync(replicas: 2);

    public async Task DisposeAsync() => await Platform.DisposeAsync();

    public async Task MoveAsync(TimeSpan by)
    {
        await Platform.MoveClockAsync(ahead += by);
        await Task.Delay(300);   // processes look at their clock's file four times a second
    }

    public DateOnly Today => DateOnly.FromDateTime((DateTimeOffset.UtcNow + ahead).UtcDateTime);
}

/// <summary>What happens by itself when time passes.</summary>
public sealed class ClockTests(MovableClock clock) : IClassFixture<MovableClock>
{
    private readonly Partner sender = new(clock.Platform, "amal-health");
    private readonly Partner receiver = new(clock.Platform, "bayt-shelter");

    [Fact]
    public async Task When_nobody_answers_both_focal_points_are_told_and_then_the_coordinator_once_each()
    {
        var referral = await EmergencyAsync();

        await clock.MoveAsync(TimeSpan.FromMinutes(61));
        await OverdueAsync(referral);
        Assert.Equal(["acknowledge-1"], await NoticesAsync(sender, referral));
        Assert.Equal(["acknowledge-1"], await NoticesAsync(receiver, referral));
        Assert.Empty(await NoticesAsync(await CoordinatorAsync(), referral));
        Assert.True((await receiver.GetAsync($"/api/referrals/{referral}"))["overdue"]!.GetValue<bool>());

        await clock.MoveAsync(TimeSpan.FromMinutes(30));
        await Eventually.TrueAsync(async () => (await NoticesAsync(await CoordinatorAsync(), referral)).Count > 0);
        var told = (await (await CoordinatorAsync()).GetAsync("/api/notices?limit=200")).Items().Single(notice => notice.Id("referralId") == referral);
        Assert.Equal("areaCode at clock kind level noticeId referralId", told.FieldNames());
        Assert.Equal("LY0211", told.Text("areaCode"));
        Assert.Equal(["acknowledge-2"], await NoticesAsync(await CoordinatorAsync(), referral));
        Assert.Equal(["acknowledge-1"], await NoticesAsync(sender, referral));   // not told again
        Assert.Equal(["acknowledge-1"], await NoticesAsync(receiver, referral));
        (await (await CoordinatorAsync()).GetAsync($"/api/referrals/{referral}")).Expect(403);   // a reference, never a name

        await clock.MoveAsync(TimeSpan.FromHours(35));   // one and a half times 24 hours, and all four levels are reached
        await Eventually.TrueAsync(async () => (await NoticesAsync(await CoordinatorAsync(), referral)).Count == 2);
        Assert.Equal(["acknowledge-2", "decide-2"], await NoticesAsync(await CoordinatorAsync(), referral));
        Assert.Equal(["acknowledge-1", "decide-1"], await NoticesAsync(sender, referral));
        Assert.Equal("sent overdue overdue overdue overdue", await HistoryAsync(sender, referral));
        Assert.Equal(4, await EventsAsync(referral));   // each announced once, whichever replica saw it
    }

    [Fact]
    public async Task The_clocks_of_an_evacuated_team_run_on_and_the_coordinators_are_told()
    {
        var unicef = new Partner(clock.Platform, "unicef-libya");
        var (person, to) = (await unicef.RegisterAsync(), await unicef.AgencyIdAsync("bayt-shelter"));
        await unicef.ConsentAsync(person, to, consent => consent["expiresOn"] = clock.Today.AddDays(90).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        var referral = (await unicef.PostAsync("/api/referrals", Partner.Referral(person, to, fields => (fields["priority"], fields["receiverPhoned"]) = ("emergency", true)))).Expect(201).Json.Id("referralId");
        await using var identity = await clock.Platform.OpenDatabaseAsync("identity");
        await using var evacuate = new NpgsqlCommand("update teams set evacuated_at = now() where agency_id = (select agency_id from agencies where code = 'unicef-libya')", identity);
        await evacuate.ExecuteNonQueryAsync();
        await clock.Platform.KnownAsync();
        (await receiver.GetAsync($"/api/referrals/{referral}")).Expect(200);

        await clock.MoveAsync(TimeSpan.FromMinutes(91));

        await Eventually.TrueAsync(async () => (await NoticesAsync(await CoordinatorAsync(), referral)).Contains("acknowledge-2"));
        Assert.Equal(["acknowledge-1"], await NoticesAsync(receiver, referral));
        await Eventually.TrueAsync(async () => (await unicef.GetAsync($"/api/referrals/{referral}")).Status == 401);   // each replica hears of it by itself; until then there is nothing there
    }

    [Fact]
    public async Task Acknowledging_stops_only_the_first_clock()
    {
        var referral = await EmergencyAsync();
        (await receiver.PostAsync($"/api/referrals/{referral}/acknowledgement", new { })).Expect(200);

        await clock.MoveAsync(TimeSpan.FromHours(2));
        var other = await SentinelAsync();
        await clock.MoveAsync(TimeSpan.FromMinutes(61));
        await OverdueAsync(other);   // the clocks were looked at
        Assert.Empty(await NoticesAsync(sender, referral));
        Assert.False((await sender.GetAsync($"/api/referrals/{referral}"))["overdue"]!.GetValue<bool>());

        await clock.MoveAsync(TimeSpan.FromHours(21));
        await OverdueAsync(referral);
        Assert.Equal(["decide-1"], await NoticesAsync(sender, referral));
    }

    [Fact]
    public async Task A_late_acknowledgement_is_overdue_no_more()
    {
        var referral = await EmergencyAsync();
        await clock.MoveAsync(TimeSpan.FromMinutes(61));
        await OverdueAsync(referral);

        Assert.False((await receiver.PostAsync($"/api/referrals/{referral}/acknowledgement", new { })).Expect(200)["overdue"]!.GetValue<bool>());

        await clock.MoveAsync(TimeSpan.FromHours(1));
        await OverdueAsync(await LookedAtAsync());
        Assert.Equal(["acknowledge-1"], await NoticesAsync(sender, referral));
    }

    [Fact]
    public async Task After_an_answer_nothing_is_overdue()
    {
        var (accepted, rejected, revoked) = (await EmergencyAsync(), await EmergencyAsync(), await EmergencyAsync());
        (await receiver.PostAsync($"/api/referrals/{accepted}/acceptance", new { })).Expect(200);
        (await receiver.PostAsync($"/api/referrals/{rejected}/rejection", new { reasonCode = "no-capacity" })).Expect(200);
        (await sender.PostAsync($"/api/referrals/{revoked}/revocation", new { })).Expect(200);

        await clock.MoveAsync(TimeSpan.FromHours(37));
        await OverdueAsync(await LookedAtAsync());

        foreach (var referral in (Guid[])[accepted, rejected, revoked])
        {
            Assert.DoesNotContain((await sender.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == referral && notice.Text("kind") == "overdue");
            Assert.False((await sender.GetAsync($"/api/referrals/{referral}"))["overdue"]!.GetValue<bool>());
            Assert.DoesNotContain("overdue", await HistoryAsync(sender, referral), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_the_last_day_of_the_consent_the_receivers_access_ends(bool accepted)
    {
        var (referral, _) = await ReferWithConsentUntilAsync(clock.Today);
        if (accepted)
        {
            Assert.NotNull((await receiver.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200)["packet"]);
        }

        await clock.MoveAsync(TimeSpan.FromDays(1));

        await Eventually.TrueAsync(async () => (await sender.GetAsync($"/api/referrals/{referral}")).Json.Text("status") == "revoked", TimeSpan.FromSeconds(30));
        Assert.Equal("consent-expired", (await sender.GetAsync($"/api/referrals/{referral}")).Json.Text("endReason"));
        var left = (await receiver.GetAsync($"/api/referrals/{referral}")).Expect(200);
        Assert.Equal(("revoked", null, null), (left.Json.Text("status"), left["packet"], left["envelope"]));
        Assert.Equal(accepted ? "accepted" : "", await HistoryAsync(receiver, referral));   // its own decision stays
        (await receiver.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(409);
    }

    [Theory]
    [InlineData(true, "active = false")]
    [InlineData(false, "purposes = '{assessment}'")]
    [InlineData(true, "packages = '{identity}'")]
    [InlineData(false, "area_codes = '{LY01}'")]
    [InlineData(true, "valid_until = today")]
    public async Task With_the_agreement_ends_what_it_carried(bool accepted, string change)
    {
        var (referral, person) = await ReferWithConsentUntilAsync(clock.Today.AddDays(40));
        if (accepted)
        {
            Assert.NotNull((await receiver.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200)["packet"]);
        }

        await ChangeAgreementAsync(change, clock.Today);
        try
        {
            if (change.StartsWith("valid_until", StringComparison.Ordinal))
            {
                await clock.MoveAsync(TimeSpan.FromDays(1));
            }

            await Eventually.TrueAsync(async () => (await sender.GetAsync($"/api/referrals/{referral}")).Json.Text("status") == "revoked", TimeSpan.FromSeconds(30));
            Assert.Equal("agreement-ended", (await sender.GetAsync($"/api/referrals/{referral}")).Json.Text("endReason"));
            var left = (await receiver.GetAsync($"/api/referrals/{referral}")).Expect(200);
            Assert.Equal(("revoked", null, null), (left.Json.Text("status"), left["packet"], left["envelope"]));
            Assert.Equal(accepted ? "accepted" : "", await HistoryAsync(receiver, referral));
        }
        finally
        {
            await ChangeAgreementAsync("(active, purposes, packages, area_codes, valid_until) = (select active, purposes, packages, area_codes, valid_until from agreements_before)", clock.Today);
            foreach (var replica in (string[])["referrals", "referrals-2"])   // each hears of it by itself, and the next case meets either
            {
                await Eventually.TrueAsync(
                    async () => (await sender.With(clock.Platform.AddressOf(replica)).PostAsync("/referrals", Partner.Referral(person, await sender.AgencyIdAsync("bayt-shelter")))).Status == 201, TimeSpan.FromSeconds(30));
            }
        }
    }

    /// <summary>Changes the one agreement there is; `today` in the change is a day.</summary>
    private async Task ChangeAgreementAsync(string change, DateOnly today)
    {
        await using var identity = await clock.Platform.OpenDatabaseAsync("identity");
        await using var command = new NpgsqlCommand(
            $"create table if not exists agreements_before as select * from agreements; update agreements set {change.Replace("today", $"date '{today:yyyy-MM-dd}'", StringComparison.Ordinal)}", identity);
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task What_stands_at_the_top_of_the_inbox_and_has_expired_hides_nothing_below()
    {
        var below = new List<Guid>();
        for (var at = 0; at < 3; at++)
        {
            below.Insert(0, await EmergencyAsync());
        }

        for (var at = 0; at < 3; at++)
        {
            await ReferWithConsentUntilAsync(clock.Today);
        }

        await clock.MoveAsync(TimeSpan.FromDays(1));

        Assert.All((await receiver.GetAsync("/api/referrals?box=inbox&limit=3")).Items(), item => Assert.Null(item["envelope"]));   // at once, whoever has looked at it since
        await Eventually.TrueAsync(
            async () => (await receiver.GetAsync("/api/referrals?box=inbox&status=sent&limit=2")).Items().Select(item => item.Id("referralId")).SequenceEqual(below[..2]), TimeSpan.FromSeconds(30));
        var first = (await receiver.GetAsync("/api/referrals?box=inbox&status=sent&limit=2")).Expect(200);
        var second = (await receiver.GetAsync($"/api/referrals?box=inbox&status=sent&limit=2&cursor={first["next"]}")).Expect(200);
        Assert.Equal(below[2], second.Items()[0].Id("referralId"));
    }

    [Fact]
    public async Task Days_after_the_end_the_key_of_the_packet_is_destroyed()
    {
        var referral = await EmergencyAsync();
        (await receiver.PostAsync($"/api/referrals/{referral}/acceptance", new { note = "Yes." })).Expect(200);
        (await receiver.PostAsync($"/api/referrals/{referral}/return", new { reasonCode = "no-capacity", note = "No." })).Expect(200);
        (await sender.PostAsync($"/api/referrals/{referral}/follow-up", new { action = "closed", reason = "She has left." })).Expect(200);
        Assert.Equal(1, await KeysAsync(referral));

        await clock.MoveAsync(TimeSpan.FromDays(31));
        clock.Platform.Kill("referrals-2");
        await clock.Platform.RestartAsync("referrals-2");   // it looks as it starts, and then every half minute

        await Eventually.TrueAsync(async () => await KeysAsync(referral) == 0, TimeSpan.FromSeconds(45));
        (await sender.GetAsync($"/api/referrals/{referral}")).Expect(200);
    }

    private Task<Guid> EmergencyAsync() => SentinelAsync();

    private async Task<Guid> SentinelAsync() => (await ReferWithConsentUntilAsync(clock.Today.AddDays(90))).Referral;

    /// <summary>A referral that will have been overdue when every clock up to now has been looked at.</summary>
    private async Task<Guid> LookedAtAsync()
    {
        var referral = await EmergencyAsync();
        await clock.MoveAsync(TimeSpan.FromMinutes(61));
        return referral;
    }

    private async Task<(Guid Referral, Guid Person)> ReferWithConsentUntilAsync(DateOnly until)
    {
        var (person, to) = (await sender.RegisterAsync(), await sender.AgencyIdAsync("bayt-shelter"));
        await sender.ConsentAsync(person, to, consent => consent["expiresOn"] = until.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        return ((await sender.PostAsync("/api/referrals", Partner.Referral(person, to, referral => referral["priority"] = "emergency"))).Expect(201).Json.Id("referralId"), person);
    }

    private Task OverdueAsync(Guid referral) => Eventually.TrueAsync(
        async () => (await sender.GetAsync($"/api/referrals/{referral}")).Expect(200)["overdue"]!.GetValue<bool>(), otherwise: () => $"{referral} did not become overdue");

    private Task<Partner> CoordinatorAsync() => clock.Platform.SignInAsync("coordinator@rihla-legal.demo");

    private static async Task<IReadOnlyList<string>> NoticesAsync(Partner partner, Guid referral) =>
        [.. (await partner.GetAsync("/api/notices?limit=200")).Items().Where(notice => notice.Id("referralId") == referral && notice.Text("kind") == "overdue").Select(notice => $"{notice.Text("clock")}-{notice["level"]}").Order()];

    private static async Task<string> HistoryAsync(Partner partner, Guid referral) =>
        string.Join(' ', (await partner.GetAsync($"/api/referrals/{referral}/history")).Items().Select(step => step.Text("event")));

    private async Task<long> KeysAsync(Guid referral)
    {
        await using var keys = await clock.Platform.OpenDatabaseAsync("keys");
        await using var count = new NpgsqlCommand($"select count(*) from {clock.Platform.NameOf("referrals")}.record_keys where record = $1", keys) { Parameters = { new() { Value = referral } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private async Task<long> EventsAsync(Guid referral)
    {
        await using var database = await clock.Platform.OpenDatabaseAsync("referrals");
        await using var count = new NpgsqlCommand("select count(*) from referral_history where referral_id = $1 and event = 'overdue' and by_agency = '00000000-0000-0000-0000-000000000000'", database) { Parameters = { new() { Value = referral } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
