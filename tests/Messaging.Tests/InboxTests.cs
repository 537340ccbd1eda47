using Npgsql;
using Platform.Tests.Running;

namespace Platform.Messaging.Tests;

[Collection(nameof(MessagingPlatform))]
public sealed class InboxTests(MessagingPlatform bus)
{
    private const string ConsentWithdrawn = "Registrations.V1:ConsentWithdrawn";
    private const string Queue = "referrals-revoke-referrals-when-consent-withdrawn";

    [Fact]
    public async Task The_same_message_many_times_takes_effect_once()
    {
        var (referral, person, consent) = await bus.Amal.ReferAsync("bayt-shelter");
        var id = Guid.CreateVersion7();
        for (var time = 0; time < 8; time++)
        {
            await bus.SendToQueueAsync(Queue, MessagingPlatform.Envelope(ConsentWithdrawn, Withdrawn(person, consent), id), id);
        }

        await Eventually.TrueAsync(async () => await bus.StatusAsync(referral) == "revoked");
        await bus.QueueIsEmptyAsync(Queue);
        Assert.Equal(1, await RevocationsAsync(referral));
        Assert.Equal(1, await bus.ScalarAsync<long>("referrals", "select count(*) from messaging.inbox where message_id = $1", id));
    }

    [Fact]
    public async Task A_process_killed_between_consume_and_commit_loses_nothing_and_does_nothing_twice()
    {
        var (referral, person, consent) = await bus.Amal.ReferAsync("bayt-shelter");
        bus.Platform.Kill("referrals-2");
        await using (var holder = await bus.Platform.OpenDatabaseAsync("referrals"))
        {
            // the consumer has taken the message and waits for this row
            await using var transaction = await holder.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand("select 1 from referrals where referral_id = $1 for update", holder) { Parameters = { new() { Value = referral } } })
            {
                await hold.ExecuteScalarAsync();
            }

            (await bus.Amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
            await Eventually.TrueAsync(async () => await bus.ScalarAsync<long>("referrals", """
                select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and usename like '%\_jobs'
                """) > 0);
            bus.Platform.Kill("referrals");
        }

        await Task.WhenAll(bus.Platform.RestartAsync("referrals"), bus.Platform.RestartAsync("referrals-2"));
        await Eventually.TrueAsync(async () => await bus.StatusAsync(referral) == "revoked", TimeSpan.FromSeconds(30));
        await bus.QueueIsEmptyAsync(Queue);
        Assert.Equal(1, await RevocationsAsync(referral));
    }

    [Fact]
    public async Task A_message_that_can_never_succeed_parks_itself_and_holds_up_nobody()
    {
        var poison = Guid.CreateVersion7();
        await bus.SendToQueueAsync(Queue, """{"messageId":"x","messageType":["urn:message:Platform.Contracts.Registrations.V1:ConsentWithdrawn"],"message":{"consentId":"not-an-id"}}""", poison);
        var (referral, person, consent) = await bus.Amal.ReferAsync("bayt-shelter");
        (await bus.Amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);

        await Eventually.TrueAsync(async () => await bus.StatusAsync(referral) == "revoked");
        await Eventually.TrueAsync(async () => await bus.ScalarAsync<long>("referrals", "select count(*) from messaging.parked where message_id = $1", poison) == 1, TimeSpan.FromSeconds(30));
    }

    /// <summary>Every consumer there is: what it cannot read, or never could take in, is parked once, and its queue goes on.</summary>
    [Fact]
    public async Task What_nobody_can_take_in_is_parked_whichever_queue_it_lies_in()
    {
        var queues = (await bus.Platform.Vhost.QueuesAsync()).Where(queue => queue.Contains("-when-", StringComparison.Ordinal) && !queue.Contains('_', StringComparison.Ordinal)).ToList();
        Assert.InRange(queues.Count, 5, 1000);
        foreach (var queue in queues)
        {
            var (service, noJson, noMessage) = (queue.Split('-')[0], Guid.CreateVersion7(), Guid.CreateVersion7());
            await bus.SendToQueueAsync(queue, "{ not json", noJson);
            await bus.SendToQueueAsync(queue, """{"messageId":"x","messageType":["urn:message:Platform.Contracts.Nothing:Known"],"message":{}}""", noMessage);
            await Eventually.TrueAsync(async () => await bus.ScalarAsync<long>(service, "select count(*) from messaging.parked where message_id = any ($1)", new[] { noJson, noMessage }) == 2, TimeSpan.FromSeconds(30), () => $"{queue} did not park them");
            await bus.QueueIsEmptyAsync(queue);
        }
    }

    [Fact]
    public async Task A_parked_message_is_replayed_when_its_cause_is_gone()
    {
        var (referral, person, consent) = await bus.Amal.ReferAsync("bayt-shelter");
        var parked = Guid.CreateVersion7();
        await bus.ExecuteAsync("referrals", "insert into messaging.parked (queue, message_id, message_type, body, error) values ($1, $2, $3, $4, 'a fault that was mended')",
            Queue, parked, $"urn:message:Platform.Contracts.{ConsentWithdrawn}", MessagingPlatform.Envelope(ConsentWithdrawn, Withdrawn(person, consent), parked));
        var id = await bus.ScalarAsync<long>("referrals", "select parked from messaging.parked where message_id = $1", parked);

        var operators = new Partner(bus.Platform, "iom-libya", bus.Platform.AddressOf("referrals")) { Token = await (await bus.Platform.SignInAsync("access-admin@iom-libya.demo")).TokenAsync() };
        Assert.Equal("idempotency-key-required", (await operators.SendAsync(HttpMethod.Post, $"/operations/parked/consuming/{id}/replay", null, null)).Expect(400).Problem);
        (await operators.PostAsync($"/operations/parked/consuming/{id}/replay", null)).Expect(204);

        await Eventually.TrueAsync(async () => await bus.StatusAsync(referral) == "revoked");
        Assert.Equal(1, await bus.ScalarAsync<long>("referrals", "select count(*) from access.audit where $1 = any (records) and action like 'POST %replay'", parked));
    }

    [Fact]
    public async Task What_nobody_could_read_can_only_be_discarded_and_who_did_that_is_in_the_audit()
    {
        var parked = Guid.CreateVersion7();
        await bus.ExecuteAsync("referrals", "insert into messaging.parked (queue, message_id, message_type, body, error) values ($1, $2, 'unreadable', $3, 'no JSON')", Queue, parked, "{ not json");
        var id = await bus.ScalarAsync<long>("referrals", "select parked from messaging.parked where message_id = $1", parked);
        var operators = new Partner(bus.Platform, "iom-libya", bus.Platform.AddressOf("referrals")) { Token = await (await bus.Platform.SignInAsync("access-admin@iom-libya.demo")).TokenAsync() };

        Assert.Equal("unreadable", (await operators.PostAsync($"/operations/parked/consuming/{id}/replay", null)).Expect(409).Problem);
        (await operators.DeleteAsync($"/operations/parked/consuming/{id}")).Expect(204);
        (await operators.DeleteAsync($"/operations/parked/consuming/{id}")).Expect(404);

        Assert.Equal(1, await bus.ScalarAsync<long>("referrals", "select count(*) from access.audit where $1 = any (records) and action like 'DELETE %' and outcome = 'allowed'", parked));
    }

    [Fact]
    public async Task A_withdrawal_that_comes_before_the_referral_refuses_it()
    {
        var bayt = await bus.Amal.AgencyIdAsync("bayt-shelter");
        var person = await bus.Amal.RegisterAsync();
        var consent = await bus.Amal.ConsentAsync(person, bayt);
        var id = Guid.CreateVersion7();
        await bus.SendToQueueAsync(Queue, MessagingPlatform.Envelope(ConsentWithdrawn, Withdrawn(person, consent), id), id);
        await Eventually.TrueAsync(async () => await bus.ScalarAsync<long>("referrals", "select count(*) from withdrawn_consents where consent_id = $1", consent) == 1);

        var answer = await bus.Amal.PostAsync("/api/referrals", Partner.Referral(person, bayt));

        Assert.Equal((400, "consent-missing"), (answer.Status, answer.Problem));
    }

    private static object Withdrawn(Guid person, Guid consent) =>
        new { eventId = Guid.CreateVersion7(), occurredAt = DateTimeOffset.UtcNow, subjectId = person, subjectVersion = 99, consentId = consent };

    private Task<long> RevocationsAsync(Guid referral) =>
        bus.ScalarAsync<long>("referrals", "select count(*) from referral_history where referral_id = $1 and event = 'revoked'", referral);
}
