using Npgsql;
using Platform.Tests.Running;
using Platform.Tests.Servers;

namespace Platform.Access.Tests;

/// <summary>A platform whose line to the database can be cut.</summary>
public sealed class LineToDatabase : IAsyncLifetime
{
    public RunningPlatform Platform { get; private set; } = null!;

    public Cable Line { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var postgres = new NpgsqlConnectionStringBuilder(TestServers.OfThisRun.Postgres);
        Line = new Cable(postgres.Host!, postgres.Port);
        Platform = await RunningPlatform.StartAsync(databasePort: Line.Port);
    }

    public async Task DisposeAsync()
    {
        await Platform.DisposeAsync();
        await Line.DisposeAsync();
    }
}

public sealed class DatabaseDownTests(LineToDatabase database) : IClassFixture<LineToDatabase>
{
    private readonly RunningPlatform platform = database.Platform;
    private readonly Partner amal = new(database.Platform, "amal-health");
    private readonly Partner bayt = new(database.Platform, "bayt-shelter");

    [Fact]
    public async Task With_the_database_down_every_call_says_so_and_goes_on_when_it_is_back()
    {
        var person = await amal.RegisterAsync();
        var to = await amal.AgencyIdAsync("bayt-shelter");
        var key = Guid.NewGuid().ToString();

        database.Line.Cut();
        foreach (var answer in new[]
        {
            await amal.GetAsync($"/api/people/{person}"),
            await amal.GetAsync("/api/referrals?box=sent"),
            await amal.PostAsync($"/api/people/{person}/consents", Partner.Consent(to), key),
        })
        {
            Assert.Equal("unavailable", answer.Expect(503).Problem);   // nothing was done, as nothing could be begun
            Assert.NotNull(answer.RetryAfter);
        }

        await MendAsync();
        await Eventually.TrueAsync(async () => (await amal.GetAsync($"/api/people/{person}")).Status == 200, TimeSpan.FromSeconds(30));
        await Eventually.TrueAsync(async () => (await amal.PostAsync($"/api/people/{person}/consents", Partner.Consent(to), key)).Status == 201, TimeSpan.FromSeconds(30));
        Assert.Single((await amal.GetAsync($"/api/people/{person}/consents")).Items());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cut_in_its_commit_a_call_is_not_said_to_be_undone_and_a_repeat_gives_the_one_result(bool committed)
    {
        var (referral, _, _) = await amal.ReferAsync("bayt-shelter");
        var key = Guid.NewGuid().ToString();
        await using (var interruption = await Interruption.OnCommitOfAsync(platform, referral))
        {
            var acceptance = bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { }, key);
            await interruption.SomebodyWaitsAsync();   // all of it is at the database, the commit too
            database.Line.Cut();
            var answer = (await acceptance).Expect(503);
            Assert.Equal("unanswered", answer.Problem);
            Assert.NotNull(answer.RetryAfter);
            Assert.DoesNotContain("Nothing was done", answer.Body, StringComparison.Ordinal);
            if (!committed)
            {
                await interruption.EndWhoWaitsAsync();
            }
        }

        if (committed)
        {
            await Eventually.TrueAsync(async () => await CountAsync("select count(*) from referrals where referral_id = $1 and status = 'accepted'", referral) == 1);
        }

        await MendAsync();
        Assert.Equal(committed ? "accepted" : "sent", (await amal.GetAsync($"/api/referrals/{referral}")).Expect(200)["status"]!.GetValue<string>());

        var again = (await bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { }, key)).Expect(200);
        Assert.NotNull(again["packet"]);
        Assert.Equal(again.Body, (await bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { }, key)).Expect(200).Body);
        Assert.Equal("sent accepted", await HistoryAsync(referral));
        Assert.Equal(1, await CountAsync("select count(*) from access.disclosures where referral = $1", referral));
    }

    [Fact]
    public async Task Cut_before_its_commit_a_call_is_said_to_be_undone_and_is()
    {
        var (referral, _, _) = await amal.ReferAsync("bayt-shelter");
        await using (var interruption = await Interruption.OnReferralAsync(platform, referral))
        {
            var acceptance = bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { });
            await interruption.SomebodyWaitsAsync();
            database.Line.Cut();
            Assert.Equal("unavailable", (await acceptance).Expect(503).Problem);
        }

        await MendAsync();
        Assert.Equal("sent", await HistoryAsync(referral));
    }

    [Theory]
    [InlineData("looking")]
    [InlineData("committing, and it came through")]
    [InlineData("committing, and it did not")]
    public async Task Cut_while_a_message_takes_effect_it_takes_effect_once_and_nothing_is_parked(string when)
    {
        var (referral, person, consent) = await amal.ReferAsync("bayt-shelter");
        await using (var interruption = when == "looking" ? await Interruption.OnReferralAsync(platform, referral) : await Interruption.OnCommitOfAsync(platform, referral))
        {
            (await amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
            await interruption.SomebodyWaitsAsync();   // the consumer
            database.Line.Cut();
            if (when == "committing, and it did not")
            {
                await interruption.EndWhoWaitsAsync();
            }
        }

        if (when == "committing, and it came through")
        {
            await Eventually.TrueAsync(async () => await CountAsync("select count(*) from referrals where referral_id = $1 and status = 'revoked'", referral) == 1);
        }

        await MendAsync();
        await Eventually.TrueAsync(async () => await HistoryAsync(referral) == "sent revoked", TimeSpan.FromSeconds(30));
        var (behind, hers, last) = await amal.ReferAsync("bayt-shelter");
        (await amal.DeleteAsync($"/api/people/{hers}/consents/{last}")).Expect(204);
        await Eventually.TrueAsync(async () => await HistoryAsync(behind) == "sent revoked");   // and what was delivered again before it was looked at
        Assert.Equal("sent revoked", await HistoryAsync(referral));
        Assert.Equal(2, await CountAsync("select count(*) from notices where referral_id = $1 and kind = 'revoked'", referral));   // one for each side
        Assert.Equal(0, await CountAsync("select count(*) from messaging.parked where $1 is not null", referral));
    }

    // of connections that broke, each pool finds out when the first of its own is used
    private async Task MendAsync()
    {
        database.Line.Mend();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await amal.ReferAsync("bayt-shelter");
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }, TimeSpan.FromSeconds(30));
    }

    private async Task<string> HistoryAsync(Guid referral) =>
        string.Join(' ', (await amal.GetAsync($"/api/referrals/{referral}/history")).Items().Select(step => step.Text("event")));

    private async Task<long> CountAsync(string sql, Guid id)
    {
        await using var connection = await platform.OpenDatabaseAsync("referrals");
        await using var count = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = id } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
