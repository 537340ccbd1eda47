namespace Platform.Registrations.Tests.Disclosures;

public sealed class FollowDisclosuresWhenReferralMovesTests : InTheLedger
{
    [Theory]
    [InlineData("rejection", "rejected", false)]
    [InlineData("return", "returned", true)]
    [InlineData("outcomes", "closed", true)]
    [InlineData("revocation", "revoked", true)]
    [InlineData("revocation", "revoked", false)]
    public async Task Every_end_is_kept(string move, string endedAs, bool accepted)
    {
        var (referral, person, _) = await Amal.ReferAsync("bayt-shelter");
        if (accepted)
        {
            (await Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200);
        }

        (await (move == "revocation" ? Amal : Bayt).PostAsync($"/api/referrals/{referral}/{move}", move switch
        {
            "outcomes" => new { outcomeCode = "provided", final = true },
            "revocation" => new { },
            _ => (object)new { reasonCode = "no-capacity" },
        })).Expect(200);

        await Eventually.TrueAsync(async () => await HeardAsync(referral, $"ended_as is not null and (accepted_at is not null) = {accepted} and open_version = 1") == 1);
        var line = await LineAsync(person);
        Assert.Equal((accepted ? "ended" : "never-read", endedAs), (line.Text("state"), line.Text("endedAs")));
        Assert.Equal(accepted, line["readableSince"] is not null);
    }

    /// <summary>That nobody read it is said only where it is proved, whatever was missed or is still on its way.</summary>
    [Theory]
    [InlineData("Sent 1", "sent")]
    [InlineData("Overdue 4", "sent")]
    [InlineData("Sent 1, Accepted 2", "readable")]
    [InlineData("Accepted 3", "readable")]
    [InlineData("Rejected 2", "never-read")]
    [InlineData("Sent 1, Revoked 2", "never-read")]
    [InlineData("Sent 1, Acknowledged 2, Revoked 3", "never-read")]
    [InlineData("Sent 1, Overdue 2, Revoked 3", "never-read")]
    [InlineData("Revoked 2, Sent 1", "never-read")]
    [InlineData("Sent 1, Revoked 3", "ended")]   // a step was missed: it may have been the acceptance
    [InlineData("Sent 1, Accepted 2, Revoked 3", "ended")]
    [InlineData("Revoked 3", "ended")]
    [InlineData("Closed 5", "ended")]
    [InlineData("Returned 5", "ended")]
    public async Task What_was_heard_is_all_that_is_said(string events, string state)
    {
        var (referral, person) = await PreparedAsync();
        Assert.Equal("unknown", (await LineAsync(person)).Text("state"));

        await AnnounceAsync(referral, events);

        var accepted = events.Contains("Accepted", StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await LineAsync(person, state))["acceptedAt"] is not null == accepted);   // whichever was taken in last
        var line = await LineAsync(person, state);
        Assert.Equal(state is "ended" or "never-read", line["endedAt"] is not null);
    }

    [Fact]
    public async Task Twice_and_in_another_order_it_says_the_same()
    {
        var (referral, person) = await PreparedAsync();

        await AnnounceAsync(referral, "Closed 4");
        await LineAsync(person, "ended");
        await AnnounceAsync(referral, "Accepted 3, Closed 9, Sent 1");
        await Eventually.TrueAsync(async () => await HeardAsync(referral, "accepted_at is not null and open_version = 1") == 1);

        var line = await LineAsync(person, "ended");
        Assert.Equal("2026-02-03 2026-02-04 closed", $"{line["readableSince"]!.GetValue<DateTimeOffset>():yyyy-MM-dd} {line["endedAt"]!.GetValue<DateTimeOffset>():yyyy-MM-dd} {line.Text("endedAs")}");
    }

    [Fact]
    public async Task On_vital_interest_an_acceptance_is_an_acceptance_and_not_called_readable()
    {
        var (referral, person) = await PreparedAsync(basis: "vital-interest");

        await AnnounceAsync(referral, "Sent 1, Accepted 2");

        var line = await LineAsync(person, "accepted");
        Assert.Equal((null, "vital-interest"), (line["readableSince"], line.Text("basis")));
        Assert.NotNull(line["acceptedAt"]);
        await AnnounceAsync(referral, "Closed 3");
        Assert.Null((await LineAsync(person, "ended"))["readableSince"]);
    }

    [Fact]
    public async Task What_was_sent_before_it_listened_is_known_after_an_announcement()
    {
        var (referral, person, _) = await Amal.ReferAsync("bayt-shelter");
        (await Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200);
        var known = (await LineAsync(person, "readable")).ToJsonString();
        await using (var database = await Platform.OpenDatabaseAsync("registrations"))
        {
            await using var forget = new Npgsql.NpgsqlCommand("delete from handed_on where referral_id = $1", database) { Parameters = { new() { Value = referral } } };
            Assert.Equal(1, await forget.ExecuteNonQueryAsync());
        }

        Assert.Equal("unknown", (await LineAsync(person)).Text("state"));
        (await (await Platform.SignInAsync("access-admin@iom-libya.demo")).PostAsync("/api/operations/referrals/announcements", null)).Expect(200);

        Assert.Equal(known, (await LineAsync(person, "readable")).ToJsonString());
    }
}
