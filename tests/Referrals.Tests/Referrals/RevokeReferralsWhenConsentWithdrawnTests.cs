namespace Platform.Referrals.Tests.Referrals;

/// <summary>A withdrawal at every point between fetching the packet and after acceptance; afterwards nothing stands open on it.</summary>
public sealed class RevokeReferralsWhenConsentWithdrawnTests : OnThePlatform
{
    [Fact]
    public async Task Withdrawn_before_sending_nothing_is_sent()
    {
        var (person, bayt, consent) = await PersonAsync();
        await WithdrawAsync(person, consent);

        Assert.Equal("consent-missing", (await SubmitAsync(person, bayt)).Expect(400).Problem);
    }

    [Fact]
    public async Task Withdrawn_after_the_packet_was_fetched_and_heard_of_after_it_was_sent_it_is_revoked()
    {
        var (person, bayt, consent) = await PersonAsync();
        Task<Answer> submission;
        await using (var interruption = await Interruption.OnPersonAsync(Platform, person))
        {
            submission = SubmitAsync(person, bayt);
            await interruption.SomebodyWaitsAsync();              // it holds the packet and is about to be sent
            await WithdrawAsync(person, consent);
            await interruption.SomebodyWaitsAsync(atLeast: 2);    // the withdrawal was heard of, behind it
        }

        await RevokedAsync((await submission).Expect(201).Json.Id("referralId"));
    }

    [Fact]
    public async Task Withdrawn_after_the_packet_was_fetched_and_heard_of_before_it_is_sent_it_is_refused()
    {
        var (person, bayt, consent) = await PersonAsync();
        await using (var registrations = await Platform.OpenDatabaseAsync("referrals"))   // what its consumer leaves, the authority having said yes before
        await using (var tombstone = new Npgsql.NpgsqlCommand("insert into withdrawn_consents values ($1, now())", registrations) { Parameters = { new() { Value = consent } } })
        {
            await tombstone.ExecuteNonQueryAsync();
        }

        var answer = await SubmitAsync(person, bayt);

        Assert.Equal("consent-missing", answer.Expect(400).Problem);
        Assert.Equal(0, await CountAsync("referrals", "select count(*) from referral_people where person_id = $1", person));
    }

    [Fact]
    public async Task Withdrawn_and_not_yet_heard_of_it_is_not_accepted()
    {
        var (referral, person, consent) = await Sender.ReferAsync("bayt-shelter");
        await using (await Interruption.OnPersonAsync(Platform, person))   // the consumer stops here
        {
            await WithdrawAsync(person, consent);

            var answer = (await MoveAsync(Receiver, referral, "acceptance")).Expect(409);

            Assert.Equal("consent-withdrawn", answer.Problem);
            Assert.Equal("sent", answer.Json.Text("state"));
            Assert.Equal(EnvelopeFields, (await GetAsync(Receiver, referral)).Json.FieldNames());
        }

        await RevokedAsync(referral);
    }

    [Fact]
    public async Task Withdrawn_between_the_authoritys_yes_and_the_commit_of_the_acceptance_it_is_revoked_after_it()
    {
        var (referral, person, consent) = await Sender.ReferAsync("bayt-shelter");
        Task<Answer> acceptance;
        await using (var interruption = await Interruption.OnCommitOfAsync(Platform, referral))
        {
            acceptance = MoveAsync(Receiver, referral, "acceptance");
            await interruption.SomebodyWaitsAsync();              // the authority has said yes
            await WithdrawAsync(person, consent);
            await interruption.SomebodyWaitsAsync(atLeast: 2);    // the consumer waits for the acceptance
        }

        (await acceptance).Expect(200);
        await RevokedAsync(referral);
        Assert.Equal("sent accepted revoked", await HistoryAsync(Sender, referral));
    }

    [Theory]
    [InlineData("sent", "")]
    [InlineData("acknowledged", "acknowledged")]
    [InlineData("accepted", "accepted")]
    public async Task Withdrawn_later_every_open_referral_that_stood_on_it_is_revoked(string state, string ownDecisions)
    {
        var (referral, person, consent) = await Sender.ReferAsync("bayt-shelter");
        if (state != "sent")
        {
            (await MoveAsync(Receiver, referral, state == "accepted" ? "acceptance" : "acknowledgement")).Expect(200);
        }

        await WithdrawAsync(person, consent);

        await RevokedAsync(referral);
        Assert.Equal(ownDecisions, await HistoryAsync(Receiver, referral));
        Assert.Equal("consent-withdrawn", (await Sender.GetAsync($"/api/referrals/{referral}/history")).Items()[^1].Text("code"));
        Assert.Null((await Sender.GetAsync($"/api/referrals/{referral}/history")).Items()[^1]["byAgencyId"]);   // nobody's own act
        foreach (var side in (Partner[])[Sender, Receiver])
        {
            Assert.Contains((await side.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == referral && notice.Text("kind") == "revoked");
        }
    }

    [Fact]
    public async Task What_has_ended_and_what_stands_on_another_consent_stays_as_it_is()
    {
        var (person, bayt, consent) = await PersonAsync();
        var ended = (await SubmitAsync(person, bayt)).Expect(201).Json.Id("referralId");
        (await MoveAsync(Receiver, ended, "rejection")).Expect(200);
        var open = (await SubmitAsync(person, bayt)).Expect(201).Json.Id("referralId");
        var (others, _, _) = await Sender.ReferAsync("bayt-shelter");

        await WithdrawAsync(person, consent);

        await RevokedAsync(open);
        Assert.Equal("rejected", await StatusAsync(Sender, ended));
        Assert.Equal("sent", await StatusAsync(Sender, others));
    }

    [Fact]
    public async Task Of_two_consents_that_it_needs_both_one_withdrawn_ends_it()
    {
        var (person, bayt) = (await Sender.RegisterAsync(), await Sender.AgencyIdAsync("bayt-shelter"));
        await Sender.ConsentAsync(person, bayt, consent => consent["packages"] = new JsonArray("identity"));
        var contact = await Sender.ConsentAsync(person, bayt, consent => consent["packages"] = new JsonArray("contact"));
        var referral = (await SubmitAsync(person, bayt)).Expect(201).Json.Id("referralId");
        await using (await Interruption.OnPersonAsync(Platform, person))   // the consumer stops here
        {
            await WithdrawAsync(person, contact);
            Assert.Equal("consent-withdrawn", (await MoveAsync(Receiver, referral, "acceptance")).Expect(409).Problem);
        }

        await RevokedAsync(referral);
        Assert.Equal("$.packages[1]", (await SubmitAsync(person, bayt)).WrongFields());
    }

    [Fact]
    public async Task Of_two_consents_that_both_cover_it_the_one_it_does_not_stand_on_may_go()
    {
        var (person, bayt, shorter) = await PersonAsync();
        var longer = await Sender.ConsentAsync(person, bayt, consent => consent["expiresOn"] = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(80).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        var referral = (await SubmitAsync(person, bayt)).Expect(201).Json.Id("referralId");   // stands on the one that lasts longer

        await WithdrawAsync(person, shorter);
        await Eventually.TrueAsync(async () => await CountAsync("referrals", "select count(*) from withdrawn_consents where consent_id = $1", shorter) == 1);
        Assert.NotNull((await MoveAsync(Receiver, referral, "acceptance")).Expect(200)["packet"]);

        await WithdrawAsync(person, longer);
        await RevokedAsync(referral);
    }

    [Fact]
    public async Task Sent_and_withdrawn_at_the_same_moment_nothing_is_left_open()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (round, _) =>
        {
            var (person, bayt, consent) = await PersonAsync();

            var submission = SubmitAsync(person, bayt);
            await Task.Delay(round * 2, CancellationToken.None);   // a different meeting each time
            await WithdrawAsync(person, consent);
            var answer = await submission;

            if (answer.Status == 201)
            {
                await RevokedAsync(answer.Json.Id("referralId"));
            }
            else
            {
                Assert.Equal("consent-missing", answer.Expect(400).Problem);
                Assert.Equal(0, await CountAsync("referrals", "select count(*) from referral_people where person_id = $1", person));
            }
        });
    }

    [Fact]
    public async Task Accepted_and_withdrawn_at_the_same_moment_nothing_is_left_open()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 10), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (round, _) =>
        {
            var (referral, person, consent) = await Sender.ReferAsync("bayt-shelter");

            var acceptance = MoveAsync(Receiver, referral, "acceptance");
            await Task.Delay(round * 2, CancellationToken.None);
            await WithdrawAsync(person, consent);

            Assert.Contains((await acceptance).Status, (int[])[200, 409]);
            await RevokedAsync(referral);
        });
    }

    private async Task RevokedAsync(Guid referral)
    {
        await Eventually.TrueAsync(async () => await StatusAsync(Sender, referral) == "revoked", otherwise: () => $"{referral} was not revoked");
        Assert.Equal("consent-withdrawn", (await GetAsync(Sender, referral)).Json.Text("endReason"));
        Assert.Equal(EndedFields, (await GetAsync(Receiver, referral)).Expect(200).Json.FieldNames());
    }

    private async Task<(Guid Person, Guid Bayt, Guid Consent)> PersonAsync()
    {
        var (person, bayt) = (await Sender.RegisterAsync(), await Sender.AgencyIdAsync("bayt-shelter"));
        return (person, bayt, await Sender.ConsentAsync(person, bayt));
    }

    private Task<Answer> SubmitAsync(Guid person, Guid to) => Sender.PostAsync("/api/referrals", Partner.Referral(person, to));

    private async Task WithdrawAsync(Guid person, Guid consent) => (await Sender.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
}
