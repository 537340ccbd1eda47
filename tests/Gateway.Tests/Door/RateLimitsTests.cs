using System.Diagnostics;

namespace Platform.Gateway.Tests.Door;

public sealed class RateLimitsTests
{
    [Fact]
    public async Task An_agency_that_asks_too_much_is_told_when_to_come_back_whoever_of_it_asks()
    {
        await using var around = await Surroundings.StartAsync(("RateLimits:PerAgency:PermitsPerSecond", "1"), ("RateLimits:PerAgency:Burst", "5"));
        var agency = Guid.NewGuid();

        var answers = new List<Answer>();
        for (var i = 0; i < 10; i++) answers.Add(await around.Gateway.GetAsync("/api/people", around.Issuer.Token(agency)));

        Assert.All(answers.Take(5), answer => Assert.Equal(200, answer.Status));
        var refused = answers[^1].IsProblem(429, "too-many-requests");
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Equal(200, (await around.Gateway.GetAsync("/api/people", around.Issuer.Token())).Status);
        await Eventually.TrueAsync(async () => (await around.Gateway.GetAsync("/api/people", around.Issuer.Token(agency))).Status == 200, "the agency may ask again");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not.a.token")]
    public async Task Who_is_turned_away_is_limited_too(string? token)
    {
        await using var around = await Surroundings.StartAsync(("RateLimits:Anonymous:PermitsPerSecond", "1"), ("RateLimits:Anonymous:Burst", "5"));

        var answers = new List<Answer>();
        for (var i = 0; i < 10; i++) answers.Add(await around.Gateway.GetAsync("/api/people", token));

        Assert.All(answers.Take(5), answer => Assert.Equal(401, answer.Status));
        answers[^1].IsProblem(429, "too-many-requests");
    }

    [Fact]
    public async Task An_agency_that_asks_ten_times_its_share_does_not_starve_another()
    {
        await using var around = await Surroundings.StartAsync(
            ("RateLimits:PerAgency:PermitsPerSecond", "50"), ("RateLimits:PerAgency:Burst", "50"), ("RateLimits:Concurrent:Permits", "4"), ("RateLimits:Concurrent:Queue", "4"));
        var busy = 0;
        around.Registrations.Answer = async context =>
        {
            Interlocked.Increment(ref busy);
            await Task.Delay(20, context.RequestAborted);
            Interlocked.Decrement(ref busy);
        };
        var (loud, quiet) = (around.Issuer.Token(), around.Issuer.Token());
        using var stop = new CancellationTokenSource();

        var flood = Enumerable.Range(0, 40).Select(_ => Task.Run(async () =>
        {
            var (served, refused) = (0, 0);
            while (!stop.IsCancellationRequested)
            {
                if ((await around.Gateway.GetAsync("/api/people", loud)).Status == 200) served++;
                else refused++;
                await Task.Delay(10);
            }

            return (served, refused);
        })).ToArray();
        await Eventually.TrueAsync(() => Task.FromResult(busy > 0), "the flood has begun");
        var longest = TimeSpan.Zero;
        for (var i = 0; i < 40; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(200, (await around.Gateway.GetAsync("/api/people", quiet)).Status);
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
            await Task.Delay(20);
        }

        await stop.CancelAsync();
        var loudly = await Task.WhenAll(flood);
        Assert.True(loudly.Sum(one => one.refused) > loudly.Sum(one => one.served), "the loud one is held back");
        Assert.True(loudly.Sum(one => one.served) >= 50, "but it has its share");
        Assert.True(longest < TimeSpan.FromSeconds(3), $"the quiet one waited {longest}");
    }

    [Fact]
    public async Task A_service_that_hangs_for_an_agency_takes_neither_its_other_calls_nor_another_agencys_place()
    {
        await using var around = await Surroundings.StartAsync(("RateLimits:Concurrent:Permits", "2"), ("RateLimits:Concurrent:Queue", "1"));
        var hanging = 0;
        around.Registrations.Answer = context =>
        {
            Interlocked.Increment(ref hanging);
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var token = around.Issuer.Token();
        var stuck = Enumerable.Range(0, 2).Select(_ => around.Gateway.GetAsync("/api/people", token)).ToArray();
        await Eventually.TrueAsync(() => Task.FromResult(hanging == 2), "both places are taken");
        around.Registrations.Answer = _ => Task.CompletedTask;
        var more = new[] { around.Gateway.GetAsync("/api/people", token), around.Gateway.GetAsync("/api/people", token) };
        (await (await Task.WhenAny(more))).IsProblem(429, "too-many-requests");   // one may wait, and the other is told at once

        Assert.Equal(200, (await around.Gateway.GetAsync("/api/referrals", token)).Status);
        Assert.Equal(200, (await around.Gateway.GetAsync("/api/people", around.Issuer.Token())).Status);
        Assert.Equal(1, more.Count(one => !one.IsCompleted));
        Assert.DoesNotContain(stuck, one => one.IsCompleted);
    }

    [Fact]
    public async Task Who_asks_for_tokens_is_counted_by_address_with_a_good_token_in_hand_too()
    {
        await using var around = await Surroundings.StartAsync(("RateLimits:Anonymous:PermitsPerSecond", "1"), ("RateLimits:Anonymous:Burst", "5"));
        var answers = new List<Answer>();
        for (var i = 0; i < 8; i++)
            answers.Add(await around.Gateway.SendAsync(HttpMethod.Post, "/connect/token", around.Issuer.Token(), new FormUrlEncodedContent([]), ("X-Forwarded-For", $"192.0.2.{i}")));

        Assert.NotNull(answers[^1].IsProblem(429, "too-many-requests").Header("Retry-After"));
        Assert.Equal(200, (await around.Gateway.GetAsync("/api/people", around.Issuer.Token())).Status);
        Assert.Equal(200, (await around.Gateway.GetAsync("/health/live")).Status);
    }

    /// <summary>Each attempt as from another address, by every header by which a server elsewhere is told one: it stays one address.</summary>
    [Fact]
    public async Task An_address_that_a_caller_makes_up_is_no_way_around_it()
    {
        await using var around = await Surroundings.StartAsync(("RateLimits:Anonymous:PermitsPerSecond", "1"), ("RateLimits:Anonymous:Burst", "5"));
        foreach (var header in (string[])["X-Forwarded-For", "X-Real-IP", "True-Client-IP", "X-Client-IP", "X-Cluster-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP", "X-Original-For", "Forwarded", "Via"])
        {
            var answers = new List<Answer>();
            for (var i = 0; i < 8; i++) answers.Add(await around.Gateway.SendAsync(HttpMethod.Post, "/connect/token", null, new FormUrlEncodedContent([]), (header, (header is "Forwarded" ? "for=" : header is "Via" ? "1.1 " : "") + $"192.0.2.{i}")));
            answers[^1].IsProblem(429, "too-many-requests");
        }
    }

    /// <summary>A proxy adds where a request came from behind what the caller had made up already.</summary>
    [Fact]
    public async Task Behind_a_trusted_proxy_what_the_proxy_added_counts_and_not_what_was_there_before()
    {
        await using var around = await Surroundings.StartAsync(("RateLimits:Anonymous:PermitsPerSecond", "1"), ("RateLimits:Anonymous:Burst", "5"), ("Gateway:TrustedProxies:0", "127.0.0.0/8"));
        var answers = new List<Answer>();
        for (var i = 0; i < 10; i++) answers.Add(await AskAsync($"192.0.2.{i}, 198.51.100.7"));

        answers[^1].IsProblem(429, "too-many-requests");
        Assert.NotEqual(429, (await AskAsync("192.0.2.1, 198.51.100.8")).Status);   // somebody else has their own

        Task<Answer> AskAsync(string addresses) => around.Gateway.SendAsync(HttpMethod.Post, "/connect/token", null, new FormUrlEncodedContent([]), ("X-Forwarded-For", addresses));
    }
}
