namespace Platform.Gateway.Tests.Behind;

public sealed class TraceTests(Surroundings around) : IClassFixture<Surroundings>
{
    private const string Id = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task A_callers_trace_goes_on_behind_the_door_as_a_step_further()
    {
        await around.Gateway.GetAsync("/api/people", around.Issuer.Token(), ("traceparent", $"00-{Id}-b7ad6b7169203331-01"));

        var sent = around.Registrations.Last.Headers["traceparent"];
        Assert.StartsWith($"00-{Id}-", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("b7ad6b7169203331", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_one_a_trace_begins_here()
    {
        await around.Gateway.GetAsync("/api/people", around.Issuer.Token());

        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", around.Registrations.Last.Headers["traceparent"]);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c")]
    [InlineData("ff-ZZZ7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public async Task A_broken_one_breaks_nothing_and_goes_no_further(string broken)
    {
        Assert.Equal(200, (await around.Gateway.GetAsync("/api/people", around.Issuer.Token(), ("traceparent", broken), ("tracestate", "=,=,"))).Status);

        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", around.Registrations.Last.Headers["traceparent"]);
        Assert.DoesNotContain(broken, around.Registrations.Last.Headers["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_the_trace_unless_it_says_that_nothing_is_there()
    {
        Assert.Equal(Id, (await around.Gateway.GetAsync("/api/people", null, ("traceparent", $"00-{Id}-b7ad6b7169203331-01"))).Json.GetProperty("traceId").GetString());
        Assert.False((await around.Gateway.GetAsync("/api/unknown")).Json.TryGetProperty("traceId", out _));
    }
}
