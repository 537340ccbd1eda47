namespace Platform.Referrals.Tests.Referrals;

public sealed class AcceptReferralTests : OnThePlatform
{
    [Fact]
    public async Task Of_two_acceptances_at_once_one_is_too_late()
    {
        for (var round = 0; round < 5; round++)
        {
            var referral = await ReferralInAsync("sent");

            var answers = await Task.WhenAll(MoveAsync(Receiver, referral, "acceptance"), MoveAsync(Receiver, referral, "acceptance"));

            Assert.Equal([200, 409], answers.Select(answer => answer.Status).Order());
            Assert.Equal("accepted", answers.Single(answer => answer.Status == 409).Json.Text("state"));
            Assert.Equal("sent accepted", await HistoryAsync(Sender, referral));
        }
    }

    [Fact]
    public async Task Accepted_and_rejected_at_once_it_is_one_of_both()
    {
        for (var round = 0; round < 5; round++)
        {
            var referral = await ReferralInAsync("sent");

            var answers = await Task.WhenAll(MoveAsync(Receiver, referral, "acceptance"), MoveAsync(Receiver, referral, "rejection"), MoveAsync(Sender, referral, "revocation"));

            // what came after an acceptance may be a revocation; nothing else follows anything
            var history = await HistoryAsync(Sender, referral);
            Assert.Contains(history, (string[])["sent accepted", "sent rejected", "sent revoked", "sent accepted revoked"]);
            Assert.Equal(history.Split(' ').Length - 1, answers.Count(answer => answer.Status == 200));
            Assert.All(answers, answer => Assert.Contains(answer.Status, (int[])[200, 409]));
        }
    }

    [Fact]
    public async Task Ten_times_at_once_with_one_key_accept_once_and_all_hear_the_same()
    {
        var (referral, key) = (await ReferralInAsync("sent"), Guid.NewGuid().ToString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => MoveAsync(Receiver, referral, "acceptance", key)));

        Assert.All(answers, answer => Assert.Equal(answers[0].Expect(200).Body, answer.Body));
        Assert.NotNull(answers[0]["packet"]);
        Assert.Equal("sent accepted", await HistoryAsync(Sender, referral));
        Assert.Equal(1, await CountAsync("referrals", "select count(*) from access.disclosures where referral = $1", referral));
    }

    [Fact]
    public async Task A_repeat_that_shows_the_packet_again_is_entered_as_a_read()
    {
        var (referral, key) = (await ReferralInAsync("sent"), Guid.NewGuid().ToString());
        (await MoveAsync(Receiver, referral, "acceptance", key)).Expect(200);
        var before = await CountAsync("referrals", "select count(*) from access.audit where $1 = any (records) and action <> 'GET /referrals'", referral);

        Assert.NotNull((await MoveAsync(Receiver, referral, "acceptance", key)).Expect(200)["packet"]);

        Assert.Equal(before + 1, await CountAsync("referrals", "select count(*) from access.audit where $1 = any (records) and action <> 'GET /referrals'", referral));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused_and_for_another_referral_it_is_another()
    {
        var (one, other, key) = (await ReferralInAsync("sent"), await ReferralInAsync("sent"), Guid.NewGuid().ToString());
        (await Receiver.PostAsync($"/api/referrals/{one}/acceptance", new { note = "Yes" }, key)).Expect(200);

        Assert.Equal("key-reused", (await Receiver.PostAsync($"/api/referrals/{one}/acceptance", new { note = "Yes!" }, key)).Expect(422).Problem);
        (await Receiver.PostAsync($"/api/referrals/{other}/acceptance", new { note = "Yes" }, key)).Expect(200);
    }

    [Fact]
    public async Task A_repeat_after_the_end_shows_no_packet_any_more()
    {
        var (referral, key) = (await ReferralInAsync("sent"), Guid.NewGuid().ToString());
        (await MoveAsync(Receiver, referral, "acceptance", key)).Expect(200);
        (await MoveAsync(Sender, referral, "revocation")).Expect(200);

        var again = (await MoveAsync(Receiver, referral, "acceptance", key)).Expect(200);

        Assert.Equal(EndedFields, again.Json.FieldNames());
        Assert.Equal("revoked", again.Json.Text("status"));
    }

    [Theory]
    [InlineData("""{"firstAppointment": "2020-01-01"}""", "$.firstAppointment")]
    [InlineData("""{"firstAppointment": "2999-01-01"}""", "$.firstAppointment")]
    [InlineData("""{"firstAppointment": "tomorrow"}""", "$.firstAppointment")]
    [InlineData("""{"note": "a\u202Eb"}""", "$.note")]
    [InlineData("""{"referralId": "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f"}""", "$.referralId")]
    [InlineData("[]", "$")]
    public async Task A_wrong_field_is_named_and_nothing_is_accepted(string body, string path)
    {
        var referral = await ReferralInAsync("sent");

        Assert.Equal(path, (await Receiver.PostAsync($"/api/referrals/{referral}/acceptance", body)).WrongFields());
        Assert.Equal("sent", await StatusAsync(Receiver, referral));
    }

    [Fact]
    public async Task Every_read_of_it_is_entered_and_so_is_every_refusal()
    {
        var referral = await ReferralInAsync("accepted");
        (await GetAsync(Receiver, referral)).Expect(200);
        (await Receiver.GetAsync($"/api/referrals/{referral}/history")).Expect(200);
        (await GetAsync(Third, referral)).Expect(404);
        (await MoveAsync(Sender, referral, "acceptance")).Expect(403);

        await using var database = await Platform.OpenDatabaseAsync("referrals");
        await using var command = new Npgsql.NpgsqlCommand("select string_agg(split_part(action, '}', 2) || ':' || split_part(action, ' ', 1) || ':' || outcome, ' ' order by entry) from access.audit where $1 = any (records) and action <> 'GET /referrals'", database);   // others list it, too
        command.Parameters.AddWithValue(referral);
        Assert.Equal(
            ":POST:allowed /acceptance:POST:allowed :GET:allowed /history:GET:allowed :GET:not-found /acceptance:POST:forbidden",
            (string)(await command.ExecuteScalarAsync())!);
    }
}
