using Npgsql;

namespace Platform.Referrals.Tests.Referrals;

public sealed class EraseContentWhenPersonErasedTests : OnThePlatform
{
    [Theory]
    [InlineData("sent", "revoked")]
    [InlineData("acknowledged", "revoked")]
    [InlineData("accepted", "revoked")]
    [InlineData("rejected", "rejected")]
    [InlineData("returned", "returned")]
    [InlineData("revoked", "revoked")]
    [InlineData("closed", "closed")]
    public async Task In_every_state_what_it_holds_of_the_person_goes_and_its_steps_stay(string state, string after)
    {
        var referral = await ReferralInAsync(state);
        var person = (await GetAsync(Sender, referral)).Json.Id("personId");
        var steps = await HistoryAsync(Sender, referral);

        await ErasedAsync(person);

        Assert.Equal(0, await KeysAsync(referral));
        Assert.Equal(0, await CountAsync("referrals", Content, referral));
        Assert.Equal(after, await StatusAsync(Sender, referral));
        Assert.StartsWith(steps, await HistoryAsync(Sender, referral), StringComparison.Ordinal);
        Assert.Null((await GetAsync(Sender, referral))["envelope"]);
        Assert.Null((await GetAsync(Receiver, referral)).Expect(200)["packet"]);
        Assert.Equal(EndedFields, string.Join(' ', (await GetAsync(Receiver, referral)).Json.Select(field => field.Key).Append("endReason").Distinct().Order(StringComparer.Ordinal)));
        Assert.NotEqual(0, await CountAsync("registrations", "select count(*) from access.disclosures where referral = $1", referral));
    }

    [Fact]
    public async Task What_stood_on_vital_interest_is_revoked_and_both_sides_are_told()
    {
        var (person, bayt) = (await Sender.RegisterAsync(), await Sender.AgencyIdAsync("bayt-shelter"));
        var referral = (await Sender.PostAsync("/api/referrals", Emergency(person, bayt))).Expect(201).Json.Id("referralId");

        await ErasedAsync(person);

        Assert.Equal("person-erased", (await GetAsync(Sender, referral)).Json.Text("endReason"));
        Assert.Null((await GetAsync(Sender, referral)).Json.Text("basisReason"));
        foreach (var side in (Partner[])[Sender, Receiver])
        {
            Assert.Contains((await side.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == referral && notice.Text("kind") == "revoked");
        }
    }

    [Fact]
    public async Task What_is_being_sent_at_that_moment_is_erased_too()
    {
        var (person, bayt) = (await Sender.RegisterAsync(), await Sender.AgencyIdAsync("bayt-shelter"));
        Task<Answer> submission;
        Guid erasure;
        await using (var interruption = await Interruption.OnPersonAsync(Platform, person))
        {
            submission = Sender.PostAsync("/api/referrals", Emergency(person, bayt));
            await interruption.SomebodyWaitsAsync();              // it holds the packet and is about to be sent
            erasure = await EraseAsync(person);
            await interruption.SomebodyWaitsAsync(atLeast: 2);    // the erasure was heard of, behind it
        }

        var referral = (await submission).Expect(201).Json.Id("referralId");
        await DoneAsync(erasure);
        Assert.Equal(0, await KeysAsync(referral));
        Assert.Equal(0, await CountAsync("referrals", Content, referral));
        Assert.Equal("revoked", await StatusAsync(Sender, referral));
    }

    [Fact]
    public async Task Heard_of_before_a_late_submission_arrives_that_is_not_there()
    {
        var (person, bayt) = (await Sender.RegisterAsync(), await Sender.AgencyIdAsync("bayt-shelter"));
        await using (var database = await Platform.OpenDatabaseAsync("referrals"))   // what its consumer leaves, the authority having said yes before
        await using (var tombstone = new NpgsqlCommand("insert into erased_people values (('x' || right(replace($1::text, '-', ''), 16))::bit(64)::bigint, now())", database) { Parameters = { new() { Value = person } } })
        {
            await tombstone.ExecuteNonQueryAsync();
        }

        var (late, nobodys) = (await Sender.PostAsync("/api/referrals", Emergency(person, bayt)), await Sender.PostAsync("/api/referrals", Emergency(Guid.NewGuid(), bayt)));

        Assert.Equal((404, nobodys.Body), (late.Status, late.Body));
        Assert.Equal(0, await CountAsync("referrals", "select count(*) from referral_people where person_id = $1", person));
    }

    [Fact]
    public async Task Said_once_more_it_changes_nothing_and_is_confirmed_again()
    {
        var (referral, person, _) = await Sender.ReferAsync("bayt-shelter");
        var erasure = await EraseAsync(person);
        await DoneAsync(erasure);
        var (version, proof) = ((await GetAsync(Sender, referral))["version"]!.ToJsonString(), (await Sender.GetAsync($"/api/erasures/{erasure}")).Body);
        var taken = await TakenAsync();

        await CountAsync("registrations", """
            with announced as (
                select messaging.announce($1, 'Registrations.V1:PersonErased',
                       jsonb_build_object('eventId', gen_random_uuid(), 'occurredAt', now(), 'subjectId', $1::uuid, 'subjectVersion', 2, 'agencyId', gen_random_uuid(), 'erasureId', $2::uuid, 'because', 'person-asked')))
            select count(*) from announced
            """, person, erasure);

        await Eventually.TrueAsync(async () => await TakenAsync() > taken);
        Assert.Equal((version, proof), ((await GetAsync(Sender, referral))["version"]!.ToJsonString(), (await Sender.GetAsync($"/api/erasures/{erasure}")).Body));

        Task<long> TakenAsync() => CountAsync("registrations", "select count(*) from messaging.inbox where consumer = 'registrations-keep-proof-when-person-erasure-confirmed'");
    }

    [Fact]
    public async Task Other_peoples_referrals_stay_as_they_are()
    {
        var (erased, others) = ((await Sender.ReferAsync("bayt-shelter")).Person, await ReferralInAsync("accepted"));

        await ErasedAsync(erased);

        Assert.NotNull((await GetAsync(Receiver, others)).Expect(200)["packet"]);
    }

    [Fact]
    public async Task After_it_a_reason_is_kept_sealed_or_not_at_all()
    {
        var referral = await ReferralInAsync("rejected");
        await ErasedAsync((await GetAsync(Sender, referral)).Json.Id("personId"));

        Assert.Equal("too-late", (await Sender.PostAsync($"/api/referrals/{referral}/follow-up", new { action = "closed", reason = "Left the country (invented)." })).Expect(409).Problem);
        (await Sender.PostAsync($"/api/referrals/{referral}/follow-up", new { action = "served-by-sender" })).Expect(200);
    }

    private const string Content = """
        select (select count(*) from referral_packets where referral_id = $1) + (select count(*) from referral_bases where referral_id = $1)
             + (select count(*) from referral_envelopes where referral_id = $1) + (select count(*) from pending_packets where referral_id = $1)
             + (select count(*) from referral_history where referral_id = $1 and note is not null)
        """;

    private static JsonObject Emergency(Guid person, Guid to) => Partner.Referral(person, to, referral =>
        (referral["priority"], referral["basis"], referral["basisReason"]) = ("emergency", "vital-interest", "Bleeding (invented)."));

    private async Task<Guid> EraseAsync(Guid person)
    {
        var erasure = (await Sender.PostAsync($"/api/people/{person}/erasure", new { reasonCode = "person-asked" })).Expect(201).Json.Id("erasureId");
        (await (await Platform.SignInAsync("supervisor@amal-health.demo")).PostAsync($"/api/erasures/{erasure}/approval", new { })).Expect(200);
        return erasure;
    }

    private Task DoneAsync(Guid erasure) => Eventually.TrueAsync(async () => (await Sender.GetAsync($"/api/erasures/{erasure}")).Expect(200).Json.Text("status") == "done");

    private async Task ErasedAsync(Guid person) => await DoneAsync(await EraseAsync(person));

    private Task<long> KeysAsync(Guid referral) => CountAsync("keys", $"select count(*) from {Platform.NameOf("referrals")}.record_keys where record = $1", referral);
}
