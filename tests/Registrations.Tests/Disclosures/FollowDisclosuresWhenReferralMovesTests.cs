using RabbitMQ.Client;

namespace Platform.Registrations.Tests.Disclosures;

public sealed class FollowDisclosuresWhenReferralMovesTests : OnThePlatform
{
    [Theory]
    [InlineData("rejection", "rejected", false)]
    [InlineData("return", "returned", true)]
    [InlineData("outcomes", "closed", true)]
    [InlineData("revocation", "revoked", true)]
    public async Task Every_end_is_kept(string move, string endedAs, bool wasReadable)
    {
        var (referral, person, _) = await Amal.ReferAsync("bayt-shelter");
        if (wasReadable)
        {
            (await Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200);
        }

        (await (move == "revocation" ? Amal : Bayt).PostAsync($"/api/referrals/{referral}/{move}", move switch
        {
            "outcomes" => new { outcomeCode = "provided", final = true },
            "revocation" => new { },
            _ => (object)new { reasonCode = "no-capacity" },
        })).Expect(200);

        await Eventually.TrueAsync(async () => (await LineAsync(person)).Text("endedAs") == endedAs);
        Assert.Equal(wasReadable, (await LineAsync(person))["readableSince"] is not null);
    }

    [Fact]
    public async Task Twice_and_in_another_order_it_says_the_same()
    {
        var (referral, person, _) = await Amal.ReferAsync("bayt-shelter");
        await using var bus = await new ConnectionFactory { Uri = Platform.Vhost.Uri }.CreateConnectionAsync();
        await using var channel = await bus.CreateChannelAsync();

        await SayAsync("ReferralClosed", 3, "2026-02-03T00:00:00Z");
        await EndedAsync();
        await SayAsync("ReferralAccepted", 2, "2026-02-02T00:00:00Z");
        await SayAsync("ReferralClosed", 3, "2026-02-09T00:00:00Z");
        await Eventually.TrueAsync(async () => (await LineAsync(person))["readableSince"] is not null);

        var line = await LineAsync(person);
        Assert.Equal("2026-02-02 2026-02-03 closed ended", $"{line["readableSince"]!.GetValue<DateTimeOffset>():yyyy-MM-dd} {line["endedAt"]!.GetValue<DateTimeOffset>():yyyy-MM-dd} {line.Text("endedAs")} {line.Text("state")}");

        Task EndedAsync() => Eventually.TrueAsync(async () => (await LineAsync(person)).Text("state") == "ended");
        async Task SayAsync(string type, int version, string at)
        {
            var id = Guid.CreateVersion7();
            var body = $$$"""{"messageId":"{{{id}}}","messageType":["urn:message:Platform.Contracts.Referrals.V1:{{{type}}}"],"message":{"eventId":"{{{id}}}","subjectId":"{{{referral}}}","subjectVersion":{{{version}}},"occurredAt":"{{{at}}}","fromAgencyId":"{{{id}}}","toAgencyId":"{{{id}}}"}}""";
            await channel.BasicPublishAsync($"Platform.Contracts.Referrals.V1:{type}", "", mandatory: false, new BasicProperties { MessageId = id.ToString(), ContentType = "application/vnd.masstransit+json" }, System.Text.Encoding.UTF8.GetBytes(body));
        }
    }

    private async Task<JsonObject> LineAsync(Guid person) => (await Amal.GetAsync($"/api/people/{person}/disclosures")).Items().Single();
}
