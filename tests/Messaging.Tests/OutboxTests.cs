using System.Text.Json.Nodes;
using Platform.Tests.Running;
using RabbitMQ.Client;

namespace Platform.Messaging.Tests;

[Collection(nameof(MessagingPlatform))]
public sealed class OutboxTests(MessagingPlatform bus)
{
    private const string ConsentGiven = "Registrations.V1:ConsentGiven";
    private const string ConsentWithdrawn = "Registrations.V1:ConsentWithdrawn";

    [Fact]
    public async Task A_process_killed_between_commit_and_publish_publishes_when_it_is_back()
    {
        var (referral, person, consent) = await bus.Amal.ReferAsync("bayt-shelter");
        bus.Platform.Kill("registrations");
        bus.Platform.Kill("registrations-2");
        await bus.CommitUnpublishedAsync("registrations", person, ConsentWithdrawn, Withdrawn(person, consent));
        Assert.Equal("sent", await bus.StatusAsync(referral));

        await Task.WhenAll(bus.Platform.RestartAsync("registrations"), bus.Platform.RestartAsync("registrations-2"));

        await Eventually.TrueAsync(async () => await bus.StatusAsync(referral) == "revoked");
        await Eventually.TrueAsync(async () => await bus.ScalarAsync<long>("registrations", "select count(*) from messaging.outbox where aggregate = $1", person) == 0);
    }

    [Fact]
    public async Task A_killed_relay_s_lanes_are_taken_over_by_the_other_replica()
    {
        var (referral, person, consent) = await bus.Amal.ReferAsync("bayt-shelter");
        bus.Platform.Kill("registrations");
        try
        {
            await bus.CommitUnpublishedAsync("registrations", person, ConsentWithdrawn, Withdrawn(person, consent));
            await Eventually.TrueAsync(async () => await bus.StatusAsync(referral) == "revoked", TimeSpan.FromSeconds(20));
        }
        finally
        {
            await bus.Platform.RestartAsync("registrations");
        }
    }

    [Fact]
    public async Task Two_relays_keep_the_order_of_every_aggregate()
    {
        var ear = await bus.ListenAsync($"Platform.Contracts.{ConsentGiven}");
        var aggregates = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToArray();
        await bus.ExecuteAsync("registrations", """
            insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, at)
            select (('x' || right(replace(a::text, '-', ''), 16))::bit(64)::bigint & 7)::smallint, a, gen_random_uuid(), 'Platform.Contracts.Registrations.V1:ConsentGiven',
                   'urn:message:Platform.Contracts.Registrations.V1:ConsentGiven', json_build_object('subjectId', a, 'subjectVersion', n)::text, now()
              from generate_series(1, 50) n, unnest($1) a order by n
            """, aggregates);

        await Eventually.TrueAsync(() => Task.FromResult(Versions(ear, aggregates).Sum(one => one.Count()) >= 2000), TimeSpan.FromSeconds(30));

        foreach (var aggregate in Versions(ear, aggregates))
        {
            Assert.Equal(Enumerable.Range(1, 50), aggregate.Distinct());
        }
    }

    [Fact]
    public async Task A_row_that_cannot_be_published_parks_its_own_aggregate_only()
    {
        var ear = await bus.ListenAsync($"Platform.Contracts.{ConsentGiven}");
        var (stuck, free) = (Guid.NewGuid(), Guid.NewGuid());
        await bus.CommitUnpublishedAsync("registrations", stuck, ConsentGiven, new { subjectId = stuck, subjectVersion = 1 }, exchange: "no.such.exchange");
        await bus.CommitUnpublishedAsync("registrations", stuck, ConsentGiven, new { subjectId = stuck, subjectVersion = 2 });
        await bus.CommitUnpublishedAsync("registrations", free, ConsentGiven, new { subjectId = free, subjectVersion = 1 });

        await Eventually.TrueAsync(() => Task.FromResult(Heard(ear, free).Any()));
        await Eventually.TrueAsync(async () => await bus.ScalarAsync<string>("registrations", "select error from messaging.outbox where aggregate = $1 and parked_at is not null", stuck) is { Length: > 0 });
        Assert.Empty(Heard(ear, stuck));

        // an operator sees it, and discards it: what waited behind it goes on
        var operators = new Partner(bus.Platform, "iom-libya", bus.Platform.AddressOf("registrations")) { Token = await (await bus.Platform.SignInAsync("access-admin@iom-libya.demo")).TokenAsync() };
        var parked = (await operators.GetAsync("/operations/parked")).Expect(200)["items"]!.AsArray().Single(entry => entry!["where"]!.GetValue<string>() == "no.such.exchange")!;
        (await operators.DeleteAsync($"/operations/parked/publishing/{parked["id"]}")).Expect(204);

        await Eventually.TrueAsync(() => Task.FromResult(Heard(ear, stuck).SequenceEqual([2])));
    }

    [Fact]
    public async Task A_parked_row_goes_out_in_its_old_place_when_its_cause_is_gone_and_it_is_replayed()
    {
        const string Late = "an.exchange.that.comes.late";
        var stuck = Guid.NewGuid();
        await bus.CommitUnpublishedAsync("registrations", stuck, ConsentGiven, new { subjectId = stuck, subjectVersion = 1 }, exchange: Late);
        await bus.CommitUnpublishedAsync("registrations", stuck, ConsentGiven, new { subjectId = stuck, subjectVersion = 2 });
        await Eventually.TrueAsync(async () => await bus.ScalarAsync<string>("registrations", "select error from messaging.outbox where aggregate = $1 and parked_at is not null", stuck) is { Length: > 0 });
        await using (var channel = await bus.Bus.CreateChannelAsync())
        {
            await channel.ExchangeDeclareAsync(Late, "fanout");
        }

        var ear = await bus.ListenAsync(Late, $"Platform.Contracts.{ConsentGiven}");
        var operators = new Partner(bus.Platform, "iom-libya") { Token = await (await bus.Platform.SignInAsync("access-admin@iom-libya.demo")).TokenAsync() };
        var id = await bus.ScalarAsync<long>("registrations", "select id from messaging.outbox where aggregate = $1 and parked_at is not null", stuck);
        (await operators.PostAsync($"/api/operations/registrations/parked/publishing/{id}/replay", null)).Expect(204);

        await Eventually.TrueAsync(() => Task.FromResult(Heard(ear, stuck).SequenceEqual([1, 2])));
    }

    [Fact]
    public async Task Parked_messages_are_the_operators_alone()
    {
        var caseworker = new Partner(bus.Platform, "amal-health", bus.Platform.AddressOf("registrations"));
        Assert.Equal(403, (await caseworker.GetAsync("/operations/parked")).Status);
    }

    [Fact]
    public async Task The_trace_of_a_request_reaches_the_bus()
    {
        var ear = await bus.ListenAsync("Platform.Contracts.Registrations.V1:PersonRegistered");
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        (await bus.Amal.SendAsync(HttpMethod.Post, "/api/people", Partner.Person(), new()
        {
            ["Idempotency-Key"] = Guid.NewGuid().ToString(),
            ["traceparent"] = $"00-{Trace}-b7ad6b7169203331-01",
        })).Expect(201);

        await Eventually.TrueAsync(() => Task.FromResult(ear.Heard.Any(message => message.Trace?.Contains(Trace, StringComparison.Ordinal) is true)));
    }

    [Fact]
    public async Task No_name_note_nationality_or_phone_is_ever_on_the_bus()
    {
        const string Planted = "Zzyzxplanted";
        var ear = await bus.ListenAsync([.. Ear.AllEvents]);
        var bayt = await bus.Amal.AgencyIdAsync("bayt-shelter");
        var person = await bus.Amal.RegisterAsync(fields =>
        {
            (fields["givenName"], fields["note"], fields["phone"]) = (Planted, Planted, "+218919999777");
            fields["nationality"] = "ERI";
        });
        var consent = await bus.Amal.ConsentAsync(person, bayt, fields => fields["witnessedBy"] = Planted);
        var referral = (await bus.Amal.PostAsync("/api/referrals", Partner.Referral(person, bayt, fields => fields["reason"] = Planted))).Expect(201)["referralId"]!.GetValue<Guid>();
        (await bus.Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new JsonObject { ["note"] = Planted })).Expect(200);
        (await bus.Bayt.PostAsync($"/api/referrals/{referral}/outcomes", new JsonObject { ["outcomeCode"] = "provided", ["note"] = Planted, ["final"] = true })).Expect(200);
        (await bus.Amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);

        await Eventually.TrueAsync(() => Task.FromResult(ear.Heard.Any(message => message.Body.Contains("ConsentWithdrawn", StringComparison.Ordinal) && message.Body.Contains(consent.ToString(), StringComparison.Ordinal))));
        Assert.Contains(ear.Heard, message => message.Body.Contains("ReferralClosed", StringComparison.Ordinal));
        Assert.DoesNotContain(ear.Heard, message => message.Body.Contains(Planted, StringComparison.OrdinalIgnoreCase)
            || message.Body.Contains("919999777", StringComparison.Ordinal) || message.Body.Contains("ERI\"", StringComparison.Ordinal));
        Assert.All(bus.Platform.Processes, process => Assert.DoesNotContain(Planted, bus.Platform.LogOf(process), StringComparison.OrdinalIgnoreCase));
    }

    private static object Withdrawn(Guid person, Guid consent) =>
        new { eventId = Guid.CreateVersion7(), occurredAt = DateTimeOffset.UtcNow, subjectId = person, subjectVersion = 99, consentId = consent };

    private static IEnumerable<int> Heard(Ear ear, Guid aggregate) => Versions(ear, [aggregate]).SelectMany(versions => versions);

    private static IEnumerable<IGrouping<Guid, int>> Versions(Ear ear, Guid[] aggregates) =>
        ear.Heard.Select(message => JsonNode.Parse(message.Body)!["message"]!)
            .Select(message => (Subject: message["subjectId"]!.GetValue<Guid>(), Version: message["subjectVersion"]!.GetValue<int>()))
            .Where(message => aggregates.Contains(message.Subject))
            .GroupBy(message => message.Subject, message => message.Version);
}
