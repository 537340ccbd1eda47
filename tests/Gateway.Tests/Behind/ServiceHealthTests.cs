namespace Platform.Gateway.Tests.Behind;

public sealed class ServiceHealthTests : IAsyncLifetime
{
    private Surroundings around = null!;

    public async Task InitializeAsync() => around = await Surroundings.StartAsync();

    public Task DisposeAsync() => around.DisposeAsync();

    [Fact]
    public async Task Ready_means_the_gateway_and_everything_behind_it()
    {
        await Eventually.TrueAsync(async () => (await around.Gateway.GetAsync("/health/ready")).Status == 200, "all is ready");

        var parts = (await around.Gateway.GetAsync("/health/ready")).Json.GetProperty("parts").EnumerateObject().Select(part => part.Name);
        Assert.Equal(["assessments", "identity", "internal/not-before", "referrals", "registrations"], parts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_part_that_is_not_ready_makes_the_whole_not_ready_until_it_is_again()
    {
        around.Referrals.Ready = false;
        await Eventually.TrueAsync(async () => (await around.Gateway.GetAsync("/health/ready")).Status == 503, "not ready");
        Assert.Equal("not-ready", (await around.Gateway.GetAsync("/health/ready")).Json.GetProperty("parts").GetProperty("referrals").GetString());
        Assert.Equal(200, (await around.Gateway.GetAsync("/health/live")).Status);

        around.Referrals.Ready = true;
        await Eventually.TrueAsync(async () => (await around.Gateway.GetAsync("/health/ready")).Status == 200, "ready again");
    }

    [Fact]
    public async Task However_many_ask_a_service_is_asked_once_a_second()
    {
        var before = around.Registrations.HealthQuestions;
        var started = DateTime.UtcNow;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => around.Gateway.GetAsync("/health/ready")));

        var seconds = (int)Math.Ceiling((DateTime.UtcNow - started).TotalSeconds);
        Assert.InRange(around.Registrations.HealthQuestions - before, 0, seconds + 1);
    }
}
