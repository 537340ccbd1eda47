using Platform.Tests.Running;

namespace Platform.Messaging.Tests;

/// <summary>An effect that is there twice if it is done twice, of a service with two replicas: the inbox alone makes it once.</summary>
[Collection(nameof(MessagingPlatform))]
public sealed class OnceTests(MessagingPlatform bus)
{
    private const string Queue = "tally-count-when-consent-given";

    [Fact]
    public async Task The_same_messages_many_times_to_two_replicas_at_once_count_once_each()
    {
        var messages = Enumerable.Range(0, 5).Select(_ => (Id: Guid.CreateVersion7(), Subject: Guid.NewGuid())).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            foreach (var (id, subject) in messages)
            {
                await SendAsync(id, subject);
            }
        }));

        await SettledAsync();
        foreach (var (_, subject) in messages)
        {
            Assert.Equal(1, await TakesAsync(subject));
        }

        // another message of the same content is another effect: it is the message that counts once
        await SendAsync(Guid.CreateVersion7(), messages[0].Subject);
        await Eventually.TrueAsync(async () => await TakesAsync(messages[0].Subject) == 2);
    }

    [Theory]
    [InlineData("before its commit")]
    [InlineData("in its commit, which comes through")]
    [InlineData("in its commit, which does not")]
    public async Task Killed_between_taking_and_committing_it_counts_once(string when)
    {
        var (id, subject) = (Guid.CreateVersion7(), Guid.NewGuid());
        await bus.ExecuteAsync("tally", "insert into subjects (subject) values ($1)", subject);
        var stop = when == "before its commit" ? "select 1 from subjects for update" : "lock table takes in share mode";
        await using (var interruption = await Interruption.HoldAsync(bus.Platform, stop, service: "tally"))
        {
            await SendAsync(id, subject);
            await interruption.SomebodyWaitsAsync();
            bus.Platform.Kill("tally");
            bus.Platform.Kill("tally-2");
            if (when == "in its commit, which does not")
            {
                await interruption.EndWhoWaitsAsync();
            }
        }

        if (when == "in its commit, which comes through")
        {
            await Eventually.TrueAsync(async () => await TakesAsync(subject) == 1);   // done, and the broker knows nothing of it
        }

        await Task.WhenAll(bus.Platform.RestartAsync("tally"), bus.Platform.RestartAsync("tally-2"));
        await Eventually.TrueAsync(async () => await TakesAsync(subject) > 0, TimeSpan.FromSeconds(30));
        await SettledAsync();
        Assert.Equal(1, await TakesAsync(subject));
        Assert.Equal(1, await bus.ScalarAsync<long>("tally", "select count(*) from messaging.inbox where message_id = $1", id));
    }

    [Fact]
    public async Task Published_twice_as_its_process_was_killed_after_the_brokers_word_and_before_it_noted_it_counts_once()
    {
        var exchange = "Platform.Contracts.Registrations.V1:ConsentGiven";
        var ear = await bus.ListenAsync(exchange);
        var person = await bus.Amal.RegisterAsync();
        var bayt = await bus.Amal.AgencyIdAsync("bayt-shelter");
        await bus.ExecuteAsync("registrations", """
            create function wait_here() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock_shared(4711); return null; end';
            create trigger wait_here before delete on messaging.outbox for each statement execute function wait_here()
            """);
        await Eventually.TrueAsync(async () => await bus.ScalarAsync<long>("registrations", "select count(*) from messaging.outbox") == 0);   // what went before in her lane does not wait there
        try
        {
            await using var interruption = await Interruption.HoldAsync(bus.Platform, "select pg_advisory_xact_lock(4711)", service: "registrations");
            await bus.Amal.ConsentAsync(person, bayt);
            await Eventually.TrueAsync(() => Task.FromResult(Times() == 1));
            await interruption.SomebodyWaitsAsync();
            bus.Platform.Kill("registrations");
            bus.Platform.Kill("registrations-2");
            await interruption.EndWhoWaitsAsync();
        }
        finally
        {
            await bus.ExecuteAsync("registrations", "drop function wait_here() cascade");
            await Task.WhenAll(bus.Platform.RestartAsync("registrations"), bus.Platform.RestartAsync("registrations-2"));
        }

        await Eventually.TrueAsync(() => Task.FromResult(Times() == 2), TimeSpan.FromSeconds(20));
        await SettledAsync();
        Assert.Equal(1, await TakesAsync(person));
        Assert.Single(ear.Heard.Where(IsHers).Select(message => System.Text.Json.Nodes.JsonNode.Parse(message.Body)!["messageId"]!.GetValue<Guid>()).Distinct());

        int Times() => ear.Heard.Count(IsHers);
        bool IsHers((string Body, string? Trace) message) => message.Body.Contains(person.ToString(), StringComparison.Ordinal);
    }

    private Task SendAsync(Guid id, Guid subject) => bus.SendToQueueAsync(Queue, MessagingPlatform.Envelope("Registrations.V1:ConsentGiven", new
    {
        eventId = id,
        occurredAt = DateTimeOffset.UtcNow,
        subjectId = subject,
        subjectVersion = 1,
        agencyId = Guid.NewGuid(),
        consentId = Guid.NewGuid(),
        recipientAgencyId = Guid.NewGuid(),
        purpose = "service-referral",
        expiresOn = "2030-01-01",
    }, id), id);

    private Task<long> TakesAsync(Guid subject) => bus.ScalarAsync<long>("tally", "select count(*) from takes where subject = $1", subject);

    /// <summary>Nothing is left on the queue, and what was taken before this was called is done.</summary>
    private async Task SettledAsync()
    {
        await bus.QueueIsEmptyAsync(Queue);
        var last = Guid.NewGuid();
        await SendAsync(Guid.CreateVersion7(), last);
        await Eventually.TrueAsync(async () => await TakesAsync(last) == 1);
        await Eventually.TrueAsync(async () => await bus.ScalarAsync<long>("tally", "select count(*) from pg_stat_activity where datname = current_database() and usename like '%\\_jobs' and state <> 'idle'") == 0);
    }
}
