using System.Globalization;
using Npgsql;

namespace Platform.Referrals.Tests.Referrals;

/// <summary>A file put right after a packet was taken from it: whoever holds the packet hears that it is outdated, and gets nothing new with it.</summary>
public sealed class MarkPacketWhenPersonCorrectedTests : OnThePlatform
{
    private const string Word = "person-corrected";

    [Fact]
    public async Task An_accepted_packet_is_marked_and_nothing_new_comes_with_it()
    {
        var (referral, person, _) = await Sender.ReferAsync("bayt-shelter");
        var before = (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);

        await CorrectAsync(person, file => file["familyName"] = "Corrected");

        var after = await MarkedAsync(referral);
        Assert.Equal("contact correctedSince identity reason", after["packet"].FieldNames());
        Assert.Equal(before["packet"]!["identity"]!.ToJsonString(), after["packet"]!["identity"]!.ToJsonString());
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Equal($"sent accepted {Word}", await HistoryAsync(Sender, referral));
        Assert.Equal($"sent accepted {Word}", await HistoryAsync(Receiver, referral));
        Assert.DoesNotContain("Corrected", (await Receiver.GetAsync($"/api/referrals/{referral}/history")).Body, StringComparison.Ordinal);
        Assert.Equal(SenderFields, (await GetAsync(Sender, referral)).Json.FieldNames());
        Assert.Equal((1, 0, 0), (await NoticesAsync(Receiver, referral), await NoticesAsync(Sender, referral), await NoticesAsync(Third, referral)));
    }

    [Fact]
    public async Task Every_open_packet_with_what_changed_is_marked_and_no_other()
    {
        var (person, bayt) = await PersonAsync();
        var sent = await SubmitAsync(person, bayt);
        var without = await SubmitAsync(person, bayt, referral => referral["packages"] = new JsonArray("contact"));
        var revoked = await SubmitAsync(person, bayt);
        (await MoveAsync(Sender, revoked, "revocation")).Expect(200);
        var (others, _, _) = await Sender.ReferAsync("bayt-shelter");

        await CorrectAsync(person, file => file["familyName"] = "Corrected");
        await HasStepAsync(sent);   // all in one commit: what is unmarked now stays so
        var later = await SubmitAsync(person, bayt);

        foreach (var (referral, history) in new[] { (without, "sent"), (revoked, "sent revoked"), (others, "sent"), (later, "sent") })
        {
            Assert.Equal(history, await HistoryAsync(Sender, referral));
            Assert.Equal(0, await NoticesAsync(Receiver, referral));
        }

        Assert.NotNull((await MoveAsync(Receiver, sent, "acceptance")).Expect(200)["packet"]!["correctedSince"]);   // not accepted then: it shows from acceptance on
        Assert.Null((await MoveAsync(Receiver, later, "acceptance")).Expect(200)["packet"]!["correctedSince"]);
    }

    [Fact]
    public async Task Put_right_in_another_part_too_it_is_told_again_and_outdated_since_the_first()
    {
        var (referral, person, _) = await Sender.ReferAsync("bayt-shelter");
        (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);
        await CorrectAsync(person, file => file["familyName"] = "Corrected");
        var first = await MarkedAsync(referral);

        await CorrectAsync(person, file => (file["familyName"], file["safeToCall"]) = ("Corrected", false));
        await Eventually.TrueAsync(async () => await NoticesAsync(Receiver, referral) == 2);

        Assert.Equal(first["packet"].Text("correctedSince"), (await GetAsync(Receiver, referral))["packet"].Text("correctedSince"));
    }

    [Fact]
    public async Task Heard_of_twice_or_late_it_leaves_one_step_and_one_notice()
    {
        var (person, bayt) = await PersonAsync();
        var referral = await SubmitAsync(person, bayt);
        var id = Guid.CreateVersion7();

        await AnnounceAsync(person, version: 3, id);
        await AnnounceAsync(person, version: 3, id);
        var anew = Guid.CreateVersion7();
        await AnnounceAsync(person, version: 3, anew);   // and announced anew
        await HeardAsync(anew);
        var late = Guid.CreateVersion7();
        await AnnounceAsync(person, version: 2, late);
        await HeardAsync(late);

        Assert.Equal($"sent {Word}", await HistoryAsync(Sender, referral));
        Assert.Equal(1, await NoticesAsync(Receiver, referral));
        Assert.Equal(1, await CountAsync("referrals", "select count(*) from corrected_people where subject_lock = $1 and version = 3", Number(person)));
    }

    [Fact]
    public async Task Put_right_after_the_packet_was_fetched_and_heard_of_before_it_is_sent_it_is_marked_from_the_start()
    {
        var (person, bayt) = await PersonAsync();
        await AnnounceAsync(person, version: 2, Guid.CreateVersion7());   // the packet will be of version 1
        await Eventually.TrueAsync(async () => await CountAsync("referrals", "select count(*) from corrected_people where subject_lock = $1", Number(person)) == 1);

        var referral = await SubmitAsync(person, bayt);
        var without = await SubmitAsync(person, bayt, sent => sent["packages"] = new JsonArray("contact"));

        Assert.NotNull((await MoveAsync(Receiver, referral, "acceptance")).Expect(200)["packet"]!["correctedSince"]);
        Assert.Null((await MoveAsync(Receiver, without, "acceptance")).Expect(200)["packet"]!["correctedSince"]);
        Assert.Equal("sent accepted", await HistoryAsync(Sender, referral));   // it never was otherwise
    }

    [Fact]
    public async Task A_correction_of_what_is_in_no_packet_marks_nothing()
    {
        var (referral, person, _) = await Sender.ReferAsync("bayt-shelter");
        await CorrectAsync(person, file => file["setting"] = "shelter");
        await CorrectAsync(person, file => (file["setting"], file["familyName"]) = ("shelter", "Corrected"));

        await HasStepAsync(referral);
        Assert.Equal(1, await NoticesAsync(Receiver, referral));
    }

    [Fact]
    public async Task What_the_person_objected_to_is_not_sent_and_a_packet_that_should_follow_is_refused_and_says_so()
    {
        var (person, bayt) = await PersonAsync();
        var supervisor = await Platform.SignInAsync("supervisor@amal-health.demo");
        var emergency = await SubmitAsync(person, bayt, sent => (sent["priority"], sent["basis"], sent["basisReason"]) = ("emergency", "vital-interest", "Unconscious (invented)."));
        (await supervisor.PostAsync($"/api/referrals/{emergency}/approval", new { })).Expect(200);
        await using (var database = await Platform.OpenDatabaseAsync("referrals"))   // as if Registrations had not answered
        await using (var pending = new NpgsqlCommand("update referrals set packet_state = 'pending', person_version = null where referral_id = $1", database) { Parameters = { new() { Value = emergency } } })
        {
            await pending.ExecuteNonQueryAsync();
        }

        (await Sender.PostAsync($"/api/people/{person}/requests", Partner.SubjectRequest("objection"))).Expect(201);
        await GetAsync(Sender, emergency);   // lends its token

        await Eventually.TrueAsync(async () => (await HistoryAsync(Sender, emergency)).EndsWith("packet-refused", StringComparison.Ordinal), otherwise: () => $"{emergency} was not refused its packet");
        Assert.Equal("objection-stands", (await Sender.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(409).Problem);
    }

    /// <summary>The file is changed, and the request to do so answered.</summary>
    private async Task CorrectAsync(Guid person, Action<JsonObject> change)
    {
        var request = (await Sender.PostAsync($"/api/people/{person}/requests", Partner.SubjectRequest("correction"))).Expect(201).Json.Id("requestId");
        var after = (await Sender.PutAsync($"/api/people/{person}", Partner.Person(change), "*")).Expect(200)["version"]!.GetValue<int>();
        (await Sender.PostAsync($"/api/requests/{request}/answer", new { versionBefore = after - 1, versionAfter = after })).Expect(200);
    }

    private Task<Answer> MarkedAsync(Guid referral) => Eventually.AsyncValue(() => GetAsync(Receiver, referral), answer => (answer["packet"] as JsonObject)?["correctedSince"] is not null);

    private Task HasStepAsync(Guid referral) => Eventually.TrueAsync(
        async () => (await HistoryAsync(Sender, referral)).EndsWith(Word, StringComparison.Ordinal), otherwise: () => $"{referral} was not marked");

    private static async Task<int> NoticesAsync(Partner partner, Guid referral) =>
        (await partner.GetAsync("/api/notices?limit=200")).Items().Count(notice => notice.Text("referralId") == referral.ToString() && notice.Text("kind") == Word);

    private Task HeardAsync(Guid message) => Eventually.TrueAsync(async () => await CountAsync("referrals", "select count(*) from messaging.inbox where message_id = $1", message) == 1);

    // by the owner's own outbox, with an id and a version of the test's choice
    private Task<long> AnnounceAsync(Guid person, int version, Guid eventId) => CountAsync("registrations", """
        with announced as (
            select messaging.announce($1, 'Registrations.V1:PersonCorrected',
                   jsonb_build_object('eventId', $2::uuid, 'occurredAt', now(), 'subjectId', $1::uuid, 'subjectVersion', $3::int, 'packages', jsonb_build_array('identity')))
        )
        select count(*) from announced
        """, person, eventId, version);

    private static long Number(Guid person) => long.Parse(person.ToString("N")[16..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private async Task<(Guid Person, Guid Bayt)> PersonAsync()
    {
        var (person, bayt) = (await Sender.RegisterAsync(), await Sender.AgencyIdAsync("bayt-shelter"));
        await Sender.ConsentAsync(person, bayt);
        return (person, bayt);
    }

    private async Task<Guid> SubmitAsync(Guid person, Guid to, Action<JsonObject>? change = null) =>
        (await Sender.PostAsync("/api/referrals", Partner.Referral(person, to, change))).Expect(201).Json.Id("referralId");
}
