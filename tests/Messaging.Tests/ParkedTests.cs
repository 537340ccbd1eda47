using System.Diagnostics;
using System.Text.Json.Nodes;
using Platform.Tests.Running;

namespace Platform.Messaging.Tests;

/// <summary>A message that reads well and can never take effect, from the first try to the operator's last word.</summary>
[Collection(nameof(MessagingPlatform))]
public sealed class ParkedTests(MessagingPlatform bus)
{
    private const string Planted = "Zzyzxplantedhash";
    private const string Queue = "referrals-keep-head-when-audit-head-sealed";

    [Fact]
    public async Task What_always_fails_is_tried_with_pauses_parked_replayed_parked_again_and_discarded()
    {
        var (id, service) = (Guid.CreateVersion7(), $"test-{Guid.NewGuid()}");
        var began = Stopwatch.GetTimestamp();
        await bus.SendToQueueAsync(Queue, Sealed(service, 1, Planted, id), id);
        var next = Guid.CreateVersion7();
        await bus.SendToQueueAsync(Queue, Sealed(service, 2, "ab12", next), next);

        // the next of the queue goes on meanwhile
        await Eventually.TrueAsync(async () => await bus.ScalarAsync<long>("referrals", "select count(*) from access.witnessed_seals where service = $1", service) == 1);
        Assert.Equal(0, await ParkedAsync(id));

        await Eventually.TrueAsync(async () => await ParkedAsync(id) == 1, TimeSpan.FromSeconds(40));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(40));   // five more tries, each after a longer pause
        var operators = await OperatorsAsync();
        var first = await EntryAsync(operators, id);
        Assert.Equal(("consuming", Queue), (first.Text("kind"), first.Text("where")));
        Assert.Equal("urn:message:Platform.Contracts.Audit.V1:AuditHeadSealed", first.Text("messageType"));
        Assert.Contains("FormatException", first.Text("error"), StringComparison.Ordinal);

        (await operators.PostAsync($"/operations/parked/consuming/{first["id"]}/replay", null)).Expect(204);
        Assert.Equal(0, await ParkedAsync(id));
        await Eventually.TrueAsync(async () => await ParkedAsync(id) == 1, TimeSpan.FromSeconds(40));
        var second = await EntryAsync(operators, id);
        Assert.NotEqual(first["id"]!.ToJsonString(), second["id"]!.ToJsonString());
        Assert.Equal(first.Text("body"), second.Text("body"));

        (await operators.DeleteAsync($"/operations/parked/consuming/{second["id"]}")).Expect(204);
        Assert.Equal(0, await ParkedAsync(id));
        await bus.QueueIsEmptyAsync(Queue);
        Assert.Equal(1, await bus.ScalarAsync<long>("referrals", "select count(*) from access.witnessed_seals where service = $1", service));
        Assert.Equal(0, await bus.ScalarAsync<long>("referrals", "select count(*) from messaging.inbox where message_id = $1", id));
        Assert.All(bus.Platform.Processes, process => Assert.DoesNotContain(Planted, bus.Platform.LogOf(process), StringComparison.OrdinalIgnoreCase));
        Assert.Contains($"Message {id} could not take effect and is parked", bus.Platform.LogOf("referrals") + bus.Platform.LogOf("referrals-2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_to_a_queue_that_is_no_more_says_so_and_the_message_stays()
    {
        var id = Guid.CreateVersion7();
        await bus.ExecuteAsync("referrals", "insert into messaging.parked (queue, message_id, message_type, body, error) values ('referrals-gone', $1, 'urn:message:Platform.Contracts.Audit.V1:AuditHeadSealed', $2, 'a fault')",
            id, Sealed("test", 1, "ab12", id));
        var operators = await OperatorsAsync();
        var entry = await EntryAsync(operators, id);

        Assert.Equal("no-such-queue", (await operators.PostAsync($"/operations/parked/consuming/{entry["id"]}/replay", null)).Expect(409).Problem);
        Assert.Equal(entry.ToJsonString(), (await EntryAsync(operators, id)).ToJsonString());

        await using (var channel = await bus.Bus.CreateChannelAsync())   // and when it is back
        {
            await channel.QueueDeclareAsync("referrals-gone", durable: true, exclusive: false, autoDelete: false, arguments: null, passive: false, noWait: false, CancellationToken.None);
            (await operators.PostAsync($"/operations/parked/consuming/{entry["id"]}/replay", null)).Expect(204);
            var back = await channel.BasicGetAsync("referrals-gone", autoAck: true, CancellationToken.None);
            Assert.Equal(id.ToString(), back!.BasicProperties.MessageId);
            Assert.Equal(id, JsonNode.Parse(back.Body.Span)!["message"].Id("eventId"));
        }

        Assert.Equal(0, await ParkedAsync(id));
    }

    private static string Sealed(string service, int number, string hash, Guid id) => MessagingPlatform.Envelope("Audit.V1:AuditHeadSealed", new
    {
        eventId = id,
        occurredAt = DateTimeOffset.UtcNow,
        subjectId = Guid.NewGuid(),
        subjectVersion = number,
        service,
        hash,
    }, id);

    private async Task<Partner> OperatorsAsync() =>
        new(bus.Platform, "iom-libya", bus.Platform.AddressOf("referrals")) { Token = await (await bus.Platform.SignInAsync("access-admin@iom-libya.demo")).TokenAsync() };

    private static async Task<JsonObject> EntryAsync(Partner operators, Guid id) =>
        (await operators.GetAsync("/operations/parked")).Items().Single(entry => entry.Id("messageId") == id);

    private Task<long> ParkedAsync(Guid id) => bus.ScalarAsync<long>("referrals", "select count(*) from messaging.parked where message_id = $1", id);
}
