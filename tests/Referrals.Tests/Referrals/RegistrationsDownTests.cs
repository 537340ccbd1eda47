using System.Diagnostics;
using Npgsql;

namespace Platform.Referrals.Tests.Referrals;

/// <summary>A platform of its own whose Registrations can be killed, and is reached over a line that these tests cut or answer on.</summary>
public sealed class LineToRegistrations : IAsyncLifetime
{
    public RunningPlatform Platform { get; private set; } = null!;

    public Cable Line { get; } = new();

    public async Task InitializeAsync()
    {
        Platform = await RunningPlatform.StartAsync(settings: new Dictionary<string, string> { ["Registrations__Address"] = $"http://127.0.0.1:{Line.Port}" });
        Line.LeadTo(Platform.AddressOf("registrations"));
    }

    public async Task DisposeAsync()
    {
        await Platform.DisposeAsync();
        await Line.DisposeAsync();
    }
}

/// <summary>Registrations is away, silent or not itself; or what it and identity say changes while a referral is under way.</summary>
public sealed class RegistrationsDownTests(LineToRegistrations registrations) : IClassFixture<LineToRegistrations>
{
    private readonly RunningPlatform platform = registrations.Platform;
    private readonly Partner sender = new(registrations.Platform, "amal-health");
    private readonly Partner receiver = new(registrations.Platform, "bayt-shelter");

    [Fact]
    public async Task When_registrations_does_not_answer_emergencies_go_out_and_all_else_waits()
    {
        var to = await sender.AgencyIdAsync("bayt-shelter");
        var supervisor = await platform.SignInAsync("supervisor@amal-health.demo");
        var (open, _, _) = await sender.ReferAsync("bayt-shelter");
        var person = await sender.RegisterAsync();
        await sender.ConsentAsync(person, to);
        platform.Kill("registrations");

        // nothing half sent, and nothing half accepted
        var key = Guid.NewGuid().ToString();
        Unavailable(await sender.PostAsync("/api/referrals", Partner.Referral(person, to), key));
        Unavailable(await sender.PostAsync("/api/referrals", Partner.Referral(person, to, referral => referral["priority"] = "emergency")));
        Unavailable(await sender.PostAsync("/api/referrals", Emergency(person, to, envelope: false)));
        Assert.Equal(0, await ReferralsOfAsync(person));
        Unavailable(await receiver.PostAsync($"/api/referrals/{open}/acceptance", new { }, key));
        var untouched = (await receiver.GetAsync($"/api/referrals/{open}")).Expect(200);
        Assert.Equal("sent", untouched.Json.Text("status"));
        Assert.NotNull(untouched["envelope"]);

        // what needs nobody else goes on
        (await receiver.PostAsync($"/api/referrals/{open}/acknowledgement", new { })).Expect(200);

        // an emergency with its own envelope goes out at once, with clock and notice
        var sent = (await sender.PostAsync("/api/referrals", Emergency(person, to, envelope: true))).Expect(201);
        var emergency = sent.Json.Id("referralId");
        Assert.Equal("pending", sent.Json.Text("packet"));
        var seen = (await receiver.GetAsync($"/api/referrals/{emergency}")).Expect(200);
        Assert.Equal("LY0211", seen["envelope"].Text("adm2"));
        Assert.Null(seen["personId"]);
        Assert.Equal("pending", (await receiver.PostAsync($"/api/referrals/{emergency}/acceptance", new { })).Expect(200).Json.Text("packet"));
        (await supervisor.PostAsync($"/api/referrals/{emergency}/approval", new { })).Expect(200);
        Assert.Equal("pending", (await receiver.GetAsync($"/api/referrals/{emergency}")).Expect(200).Json.Text("packet"));   // accepted and approved, and still nothing to read
        Assert.Single((await receiver.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == emergency && notice.Text("kind") == "sent");
        Assert.Equal(2, await ClocksOfAsync(emergency));

        // and the packet follows
        await platform.RestartAsync("registrations");
        await Eventually.TrueAsync(async () => (await receiver.GetAsync($"/api/referrals/{emergency}"))["packet"] is JsonObject packet && packet["identity"] is not null, TimeSpan.FromSeconds(30));
        Assert.Equal("contact identity reason", (await receiver.GetAsync($"/api/referrals/{emergency}"))["packet"].FieldNames());
        Assert.Equal("packet-followed", (await sender.GetAsync($"/api/referrals/{emergency}/history")).Items()[^1].Text("event"));

        // what was refused can be repeated with its own key
        (await sender.PostAsync("/api/referrals", Partner.Referral(person, to), key)).Expect(201);
        (await receiver.PostAsync($"/api/referrals/{open}/acceptance", new { }, key)).Expect(200);
        Assert.Equal(2, await ReferralsOfAsync(person));
    }

    [Fact]
    public async Task While_registrations_hangs_nobody_else_waits()
    {
        var to = await sender.AgencyIdAsync("bayt-shelter");
        var (one, person, _) = await sender.ReferAsync("bayt-shelter");
        var (other, _, _) = await sender.ReferAsync("bayt-shelter");
        registrations.Line.Silence();
        try
        {
            var asked = Stopwatch.GetTimestamp();
            Task<Answer>[] hanging = [
                receiver.PostAsync($"/api/referrals/{one}/acceptance", new { }),
                receiver.PostAsync($"/api/referrals/{other}/acceptance", new { }),
                sender.PostAsync("/api/referrals", Partner.Referral(person, to))];

            await Eventually.TrueAsync(() => Task.FromResult(registrations.Line.Unanswered.Count(asking => asking.StartsWith("POST ", StringComparison.Ordinal)) == 3), TimeSpan.FromSeconds(4));

            // the same referrals move on meanwhile: no row is held while another service is asked
            (await receiver.PostAsync($"/api/referrals/{one}/acknowledgement", new { })).Expect(200);
            (await sender.PostAsync($"/api/referrals/{other}/revocation", new { })).Expect(200);
            Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(4));
            Assert.All(hanging, answer => Assert.False(answer.IsCompleted));

            Array.ForEach(await Task.WhenAll(hanging), Unavailable);
            Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(12));
        }
        finally
        {
            registrations.Line.Mend();
        }

        Assert.Equal("sent acknowledged", await HistoryAsync(one));
        Assert.Equal("sent revoked", await HistoryAsync(other));
        Assert.Equal(1, await ReferralsOfAsync(person));
    }

    [Fact]
    public async Task What_stands_where_registrations_should_be_says_neither_yes_nor_no()
    {
        var to = await sender.AgencyIdAsync("bayt-shelter");
        var (open, person, _) = await sender.ReferAsync("bayt-shelter");
        var (key, json, problem) = (Guid.NewGuid().ToString(), "application/json", "application/problem+json");
        try
        {
            foreach (var (status, type, body) in ((int, string, string)[])[
                (200, "text/html", "<html>It works!</html>"),
                (200, json, ""),
                (200, json, "null"),
                (200, json, "[]"),
                (200, json, "{}"),
                (200, $"{json}; charset=nonsense", "{"),
                (200, json, new JsonObject { ["personId"] = person, ["personVersion"] = 1, ["consentVersion"] = 1, ["consentIds"] = new JsonArray(), ["outline"] = new JsonObject { ["sex"] = "female" } }.ToJsonString()),
                (204, json, ""),
                (302, "text/html", "elsewhere"),
                (400, "text/html", "<h1>Bad Request</h1>"),
                (400, json, """{"errors":{"$.packages":["no"]}}"""),
                (400, problem, """{"type":"about:blank"}"""),
                (401, "text/html", "<h1>Who are you?</h1>"),
                (403, "text/html", "<h1>Blocked by the proxy</h1>"),
                (404, "text/html", "<h1>Not Found</h1>"),
                (404, json, """{"message":"no route"}"""),
                (500, problem, """{"type":"urn:platform:problem:fault","title":"…","status":500}"""),
                (503, "text/html", "<h1>Busy</h1>")])
            {
                registrations.Line.Answer(status, type, body);
                Unavailable(await sender.PostAsync("/api/referrals", Partner.Referral(person, to), key));
                Unavailable(await receiver.PostAsync($"/api/referrals/{open}/acceptance", new { }, key));
            }
        }
        finally
        {
            registrations.Line.Mend();
        }

        Assert.Equal(1, await ReferralsOfAsync(person));
        Assert.Equal("sent", await HistoryAsync(open));
        Assert.Equal(0, await CountAsync("select count(*) from access.disclosures where referral = $1", open));
        (await sender.PostAsync("/api/referrals", Partner.Referral(person, to), key)).Expect(201);
        (await receiver.PostAsync($"/api/referrals/{open}/acceptance", new { }, key)).Expect(200);
    }

    [Fact]
    public async Task One_packet_that_can_never_follow_keeps_no_other_from_following()
    {
        var (spoilt, _) = await SentWithoutRegistrationsAsync();
        await ExecuteAsync("update pending_packets set sealed_token = 'spoilt'::bytea where referral_id = $1", spoilt);
        var (good, _) = await SentWithoutRegistrationsAsync();

        registrations.Line.Mend();

        await Eventually.TrueAsync(async () => await HistoryAsync(good) == "sent packet-followed", TimeSpan.FromSeconds(20));
        Assert.Equal("sent", await HistoryAsync(spoilt));
        await Eventually.TrueAsync(() => Task.FromResult(platform.LogOf("referrals").Contains($"The packet of referral {spoilt} could not follow", StringComparison.Ordinal)));   // a log is written behind

        // its sender looks again, and lends a token that is whole
        Assert.Equal("pending", (await sender.GetAsync($"/api/referrals/{spoilt}")).Expect(200).Json.Text("packet"));
        await Eventually.TrueAsync(async () => await HistoryAsync(spoilt) == "sent packet-followed", TimeSpan.FromSeconds(20));
        Assert.Equal(0, await CountAsync("select count(*) from pending_packets where referral_id = $1", spoilt));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_emergency_for_a_person_who_is_not_there_or_not_theirs_never_gets_a_packet_and_says_so(bool isThere)
    {
        var person = isThere ? await new Partner(platform, "rihla-legal").RegisterAsync() : Guid.NewGuid();
        var (emergency, _) = await SentWithoutRegistrationsAsync(person);
        (await receiver.PostAsync($"/api/referrals/{emergency}/acceptance", new { })).Expect(200);
        (await (await platform.SignInAsync("supervisor@amal-health.demo")).PostAsync($"/api/referrals/{emergency}/approval", new { })).Expect(200);

        registrations.Line.Mend();

        await Eventually.TrueAsync(async () => await HistoryAsync(emergency) == "sent accepted approved packet-refused", TimeSpan.FromSeconds(20));
        Assert.Single((await sender.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == emergency && notice.Text("kind") == "packet-refused");
        Assert.Equal("pending", (await sender.GetAsync($"/api/referrals/{emergency}")).Expect(200).Json.Text("packet"));   // and lends another token, for the same answer

        await Eventually.TrueAsync(async () => await CountAsync("select count(*) from pending_packets where referral_id = $1", emergency) == 0, TimeSpan.FromSeconds(20));
        Assert.Equal("sent accepted approved packet-refused", await HistoryAsync(emergency));   // said once
        Assert.Equal("pending", (await receiver.GetAsync($"/api/referrals/{emergency}")).Expect(200).Json.Text("packet"));
        Assert.Equal(0, await CountAsync("select count(*) from access.disclosures where referral = $1", emergency));
    }

    [Fact]
    public async Task Revoked_after_its_packet_was_fetched_it_gets_none()
    {
        var (emergency, person) = await SentWithoutRegistrationsAsync();
        await using (var interruption = await Interruption.OnPersonAsync(platform, person))
        {
            registrations.Line.Mend();
            await interruption.SomebodyWaitsAsync();   // it was fetched and is about to be kept
            (await sender.PostAsync($"/api/referrals/{emergency}/revocation", new { })).Expect(200);
        }

        await Eventually.TrueAsync(async () => await CountAsync("select count(*) from pending_packets where referral_id = $1", emergency) == 0);
        Assert.Equal("sent revoked", await HistoryAsync(emergency));
        Assert.Equal(1, await CountAsync("select count(*) from referrals where referral_id = $1 and packet_state = 'pending'", emergency));
    }

    [Fact]
    public async Task A_contact_made_unsafe_after_the_packet_was_fetched_and_heard_of_before_it_is_kept_is_marked()
    {
        var (emergency, person) = await SentWithoutRegistrationsAsync();
        (await receiver.PostAsync($"/api/referrals/{emergency}/acceptance", new { })).Expect(200);
        (await (await platform.SignInAsync("supervisor@amal-health.demo")).PostAsync($"/api/referrals/{emergency}/approval", new { })).Expect(200);
        await using (var interruption = await Interruption.OnPersonAsync(platform, person))
        {
            registrations.Line.Mend();
            await interruption.SomebodyWaitsAsync();
            await interruption.DoAsync("insert into unsafe_contacts (subject_lock, version, since) select subject_lock, 2, now() from referrals where referral_id = $1", emergency);   // as its consumer leaves it
            await interruption.CommitAsync();
        }

        await Eventually.TrueAsync(async () => (await receiver.GetAsync($"/api/referrals/{emergency}"))["packet"] is JsonObject packet && packet["contact"]!["safeToCall"]!.GetValue<bool>() is false);
    }

    [Fact]
    public async Task A_token_lent_while_the_older_one_was_refused_is_tried_too()
    {
        var (emergency, person) = await SentWithoutRegistrationsAsync();
        await using (var interruption = await Interruption.OnPersonAsync(platform, person))
        {
            registrations.Line.Answer(404, "application/problem+json", """{"type":"urn:platform:problem:not-found","title":"…","status":404}""");
            await interruption.SomebodyWaitsAsync();   // it was refused, and this is about to be noted
            (await sender.GetAsync($"/api/referrals/{emergency}")).Expect(200);
            registrations.Line.Mend();
        }

        await Eventually.TrueAsync(async () => await HistoryAsync(emergency) == "sent packet-refused packet-followed", TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_changed_between_the_authoritys_yes_and_the_acceptance_counts()
    {
        var (revoked, _, _) = await sender.ReferAsync("bayt-shelter");
        var (acknowledged, _, _) = await sender.ReferAsync("bayt-shelter");
        Task<Answer> late, inTime;
        await using (var interruption = await Interruption.OnReferralAsync(platform, revoked))
        {
            await interruption.DoAsync("select 1 from referrals where referral_id = $1 for update", acknowledged);
            late = receiver.PostAsync($"/api/referrals/{revoked}/acceptance", new { });
            inTime = receiver.PostAsync($"/api/referrals/{acknowledged}/acceptance", new { });
            await interruption.SomebodyWaitsAsync(atLeast: 2);   // the authority said yes to both
            await interruption.DoAsync("update referrals set status = 'revoked', ended_at = now(), version = version + 1 where referral_id = $1", revoked);
            await interruption.DoAsync("update referrals set status = 'acknowledged', version = version + 1 where referral_id = $1", acknowledged);
            await interruption.CommitAsync();
        }

        Assert.Equal("revoked", (await late).Expect(409).Json.Text("state"));
        Assert.Equal(3, (await inTime).Expect(200)["version"]!.GetValue<int>());
        Assert.Equal(0, await CountAsync("select count(*) from access.disclosures where referral = $1", revoked));
    }

    [Fact]
    public async Task Past_the_consents_last_day_it_is_neither_read_nor_accepted_though_the_sweep_has_not_come_by()
    {
        var (sent, person, _) = await sender.ReferAsync("bayt-shelter");
        var (accepted, other, _) = await sender.ReferAsync("bayt-shelter");
        (await receiver.PostAsync($"/api/referrals/{accepted}/acceptance", new { })).Expect(200);
        await using (var sweep = await Interruption.HoldAsync(platform, "select 1 from referrals where referral_id = $1 for key share", sent))   // it skips whom another holds; a move would wait
        {
            await sweep.DoAsync("select 1 from referrals where referral_id = $1 for key share", accepted);
            foreach (var (referral, whose) in ((Guid, Guid)[])[(sent, person), (accepted, other)])
            {
                await ExecuteAsync("update consents set expires_on = current_date - 1 where person_id = $1", whose, "registrations");
                await ExecuteAsync("update referrals set consent_until = current_date - 1 where referral_id = $1", referral);
            }

            var answer = (await receiver.PostAsync($"/api/referrals/{sent}/acceptance", new { })).Expect(409);
            Assert.Equal(("consent-withdrawn", "sent"), (answer.Problem, answer.Json.Text("state")));
            Assert.Null((await receiver.GetAsync($"/api/referrals/{sent}")).Expect(200)["envelope"]);
            var seen = (await receiver.GetAsync($"/api/referrals/{accepted}")).Expect(200);
            Assert.Equal(("accepted", null, null), (seen.Json.Text("status"), seen["packet"], seen["envelope"]));

            // and by the authority alone, where the day kept here is a later one
            await ExecuteAsync("update referrals set consent_until = current_date + 1 where referral_id = $1", sent);
            Assert.Equal("consent-withdrawn", (await receiver.PostAsync($"/api/referrals/{sent}/acceptance", new { })).Expect(409).Problem);

            // and by the day alone, where the authority would still say yes
            await ExecuteAsync("update referrals set consent_until = current_date - 1 where referral_id = $1", sent);
            await ExecuteAsync("update consents set expires_on = current_date + 1 where person_id = $1", person, "registrations");
            Assert.Equal("consent-withdrawn", (await receiver.PostAsync($"/api/referrals/{sent}/acceptance", new { })).Expect(409).Problem);
        }

        await Eventually.TrueAsync(async () => await HistoryAsync(sent) == "sent revoked" && await HistoryAsync(accepted) == "sent accepted revoked");
    }

    [Fact]
    public async Task Without_an_agreement_in_force_nothing_is_sent_and_nothing_accepted()
    {
        var to = await sender.AgencyIdAsync("bayt-shelter");
        var (open, person, _) = await sender.ReferAsync("bayt-shelter");
        await ExecuteAsync("update agreements set active = false where $1 = any (agency_ids)", to, "identity");
        try
        {
            var answer = await Eventually.AsyncValue(() => sender.PostAsync("/api/referrals", Partner.Referral(person, to)), answer => answer.Status != 201);
            Assert.Equal("agreement-missing", answer.Expect(400).Problem);
            registrations.Line.Cut();
            var alone = await Eventually.AsyncValue(() => sender.PostAsync("/api/referrals", Emergency(person, to, envelope: true)), answer => answer.Status != 201, within: TimeSpan.FromSeconds(8));   // by its own poll, which may come after the authority's
            Assert.Equal("agreement-missing", alone.Expect(400).Problem);
            registrations.Line.Mend();
            var refused = (await receiver.PostAsync($"/api/referrals/{open}/acceptance", new { })).Expect(409);
            Assert.True((refused.Problem, refused.Json.Text("state")) is ("agreement-ended", "sent") or ("wrong-state", "revoked"), refused.Body);   // before it is told, or after
        }
        finally
        {
            registrations.Line.Mend();
            await ExecuteAsync("update agreements set active = true where $1 = any (agency_ids)", to, "identity");
            await Eventually.TrueAsync(async () => (await sender.PostAsync("/api/referrals", Partner.Referral(person, to))).Status == 201);
        }

        await Eventually.TrueAsync(async () => (await sender.GetAsync($"/api/referrals/{open}")).Json.Text("endReason") == "agreement-ended");   // for good
        Assert.Equal("wrong-state", (await receiver.PostAsync($"/api/referrals/{open}/acceptance", new { })).Expect(409).Problem);
    }

    /// <summary>An emergency that goes out while the line is cut, and stays cut.</summary>
    private async Task<(Guid Referral, Guid Person)> SentWithoutRegistrationsAsync(Guid? whom = null)
    {
        var person = whom ?? await sender.RegisterAsync();
        var to = await sender.AgencyIdAsync("bayt-shelter");
        registrations.Line.Cut();
        var sent = (await sender.PostAsync("/api/referrals", Emergency(person, to, envelope: true))).Expect(201);
        Assert.Equal("pending", sent.Json.Text("packet"));
        return (sent.Json.Id("referralId"), person);
    }

    private async Task<string> HistoryAsync(Guid referral) =>
        string.Join(' ', (await sender.GetAsync($"/api/referrals/{referral}/history")).Items().Select(step => step.Text("event")));

    private static void Unavailable(Answer answer)
    {
        Assert.Equal("registrations-unavailable", answer.Expect(503).Problem);
        Assert.Matches("^[1-9][0-9]*$", answer.RetryAfter);
    }

    private static JsonObject Emergency(Guid person, Guid to, bool envelope) => Partner.Referral(person, to, referral =>
    {
        (referral["priority"], referral["basis"], referral["basisReason"]) = ("emergency", "vital-interest", "Unconscious (invented).");
        if (envelope)
        {
            referral["envelope"] = new JsonObject { ["sex"] = "female", ["ageBand"] = "18-59", ["adm2"] = "LY0211" };
        }
    });

    private Task<long> ReferralsOfAsync(Guid person) => CountAsync("select count(*) from referral_people where person_id = $1", person);

    private Task<long> ClocksOfAsync(Guid referral) => CountAsync("select count(*) from referral_clocks where referral_id = $1", referral);

    private async Task<long> CountAsync(string sql, Guid id)
    {
        await using var database = await platform.OpenDatabaseAsync("referrals");
        await using var count = new NpgsqlCommand(sql, database) { Parameters = { new() { Value = id } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql, Guid id, string service = "referrals")
    {
        await using var database = await platform.OpenDatabaseAsync(service);
        await using var change = new NpgsqlCommand(sql, database) { Parameters = { new() { Value = id } } };
        Assert.NotEqual(0, await change.ExecuteNonQueryAsync());
    }
}
