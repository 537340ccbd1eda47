using System.Globalization;
using Npgsql;

namespace Platform.Referrals.Tests.Referrals;

/// <summary>A contact made unsafe at every point between fetching the packet and the end; afterwards no open packet invites to call.</summary>
public sealed class MarkContactWhenMadeUnsafeTests : OnThePlatform
{
    private const string Old = "+218910000000";
    private const string New = "+218910000077";
    private const string Word = "contact-made-unsafe";

    public static TheoryData<string, Action<JsonObject>> MadeUnsafe => new()
    {
        { "a call became unsafe", file => file["safeToCall"] = false },
        { "nobody says any more that a call is safe", file => file.Remove("safeToCall") },
        { "another number", file => file["phone"] = New },
        { "no number any more", file => file.Remove("phone") },
    };

    [Theory]
    [MemberData(nameof(MadeUnsafe))]
    public async Task An_accepted_packet_is_marked_and_nothing_new_comes_with_it(string what, Action<JsonObject> change)
    {
        _ = what;
        var (referral, person, _) = await Sender.ReferAsync("bayt-shelter");
        var before = (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);
        Assert.Equal("mayLeaveMessage phone safeToCall", before["packet"]!["contact"].FieldNames());
        Assert.True(before["packet"]!["contact"]!["safeToCall"]!.GetValue<bool>());

        var changed = await ChangeAsync(person, change);

        var after = await MarkedAsync(referral, since: changed["updatedAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(before["packet"]!["identity"]!.ToJsonString(), after["packet"]!["identity"]!.ToJsonString());
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Equal($"sent accepted {Word}", await HistoryAsync(Sender, referral));
        Assert.Equal($"sent accepted {Word}", await HistoryAsync(Receiver, referral));
        Assert.DoesNotContain(New, (await Receiver.GetAsync($"/api/referrals/{referral}/history")).Body, StringComparison.Ordinal);
        Assert.Equal(SenderFields, (await GetAsync(Sender, referral)).Json.FieldNames());
        Assert.Equal(1, await NoticesAsync(Receiver, referral));
        Assert.Equal(0, await NoticesAsync(Sender, referral));
        Assert.Equal(0, await NoticesAsync(Third, referral));
    }

    [Theory]
    [InlineData("sent")]
    [InlineData("acknowledged")]
    public async Task What_was_not_accepted_yet_is_marked_too_and_shows_it_from_acceptance_on(string state)
    {
        var (referral, person, _) = await Sender.ReferAsync("bayt-shelter");
        if (state == "acknowledged")
        {
            (await MoveAsync(Receiver, referral, "acknowledgement")).Expect(200);
        }

        var changed = await ChangeAsync(person, file => file["phone"] = New);
        await HasStepAsync(referral);
        Assert.Equal(EnvelopeFields, (await GetAsync(Receiver, referral)).Json.FieldNames());

        var key = Guid.NewGuid().ToString();
        var accepted = (await MoveAsync(Receiver, referral, "acceptance", key)).Expect(200);
        AssertMarked(accepted, changed["updatedAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(accepted.Body, (await MoveAsync(Receiver, referral, "acceptance", key)).Expect(200).Body);
        Assert.Equal(accepted.Body, (await GetAsync(Receiver, referral)).Body);
    }

    [Fact]
    public async Task Every_open_packet_with_the_contact_is_marked_and_no_other()
    {
        var (person, bayt) = await PersonAsync();
        var accepted = await SubmitAsync(person, bayt);
        (await MoveAsync(Receiver, accepted, "acceptance")).Expect(200);
        var sent = await SubmitAsync(person, bayt);
        var without = await SubmitAsync(person, bayt, referral => referral["packages"] = new JsonArray("identity"));
        var closed = await SubmitAsync(person, bayt);
        (await MoveAsync(Receiver, closed, "acceptance")).Expect(200);
        (await Receiver.PostAsync($"/api/referrals/{closed}/outcomes", new { outcomeCode = "provided", final = true })).Expect(200);
        var revoked = await SubmitAsync(person, bayt);
        (await MoveAsync(Sender, revoked, "revocation")).Expect(200);
        var (others, _, _) = await Sender.ReferAsync("bayt-shelter");
        var untouched = new List<(Guid Referral, string Before)>();
        foreach (var referral in (Guid[])[without, closed, revoked, others])
        {
            untouched.Add((referral, await StandingAsync(referral)));
        }

        await ChangeAsync(person, file => file["safeToCall"] = false);

        await MarkedAsync(accepted);
        await HasStepAsync(sent);   // all in one commit: what is unmarked now stays so
        foreach (var (referral, before) in untouched)
        {
            Assert.Equal(before, await StandingAsync(referral));
        }
    }

    [Fact]
    public async Task Safe_again_or_changed_again_leaves_the_first_mark_as_it_is()
    {
        var (person, bayt) = await PersonAsync();
        var referral = await SubmitAsync(person, bayt);
        (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);
        await ChangeAsync(person, file => file["safeToCall"] = false);
        var first = await MarkedAsync(referral);

        await ChangeAsync(person, file => file["note"] = "Safe again (invented).");
        await ChangeAsync(person, file => file["phone"] = New);
        await KnownUpToAsync(person, version: 4);

        Assert.Equal(first.Body, (await GetAsync(Receiver, referral)).Body);
        Assert.Equal(first.ETag, (await GetAsync(Receiver, referral)).ETag);
        Assert.Equal(1, await NoticesAsync(Receiver, referral));
    }

    [Fact]
    public async Task A_change_that_makes_nothing_unsafe_marks_nothing()
    {
        var person = await Sender.RegisterAsync(file => file["safeToCall"] = false);
        var bayt = await Sender.AgencyIdAsync("bayt-shelter");
        await Sender.ConsentAsync(person, bayt);
        var referral = await SubmitAsync(person, bayt);
        (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);

        await ChangeAsync(person, file => file["safeToCall"] = false);   // still
        await ChangeAsync(person, file => file["setting"] = "shelter");  // and now it is safe
        Assert.Null((await GetAsync(Receiver, referral))["packet"]!["contact"]!["unsafeSince"]);
        var changed = await ChangeAsync(person, file => file["safeToCall"] = false);

        // a mark of one of the others would be older, as they are heard of in order
        await MarkedAsync(referral, since: changed["updatedAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal($"sent accepted {Word}", await HistoryAsync(Sender, referral));
    }

    [Fact]
    public async Task The_same_message_twice_leaves_one_step_and_one_notice()
    {
        var (person, bayt) = await PersonAsync();
        var referral = await SubmitAsync(person, bayt);
        var id = Guid.CreateVersion7();

        await AnnounceAsync(person, version: 2, id);
        await AnnounceAsync(person, version: 2, id);
        await AnnounceAsync(person, version: 2, Guid.CreateVersion7());   // and announced anew
        await AnnounceAsync(person, version: 3, Guid.CreateVersion7());   // the last: it was heard of after all of them
        await KnownUpToAsync(person, version: 3);

        Assert.Equal($"sent {Word}", await HistoryAsync(Sender, referral));
        Assert.Equal(1, await NoticesAsync(Receiver, referral));
        Assert.Equal(1, await CountAsync("referrals", "select count(*) from messaging.inbox where message_id = $1", id));
    }

    [Fact]
    public async Task Made_unsafe_and_heard_of_late_a_packet_sent_since_then_stays_as_it_is()
    {
        var (person, bayt) = await PersonAsync();
        await ChangeAsync(person, file => file["phone"] = New);
        await KnownUpToAsync(person, version: 2);
        var referral = await SubmitAsync(person, bayt);

        await AnnounceAsync(person, version: 2, Guid.CreateVersion7());
        var heard = Guid.CreateVersion7();
        await AnnounceAsync(person, version: 1, heard);
        await Eventually.TrueAsync(async () => await CountAsync("referrals", "select count(*) from messaging.inbox where message_id = $1", heard) == 1);

        var contact = (await MoveAsync(Receiver, referral, "acceptance")).Expect(200)["packet"]!["contact"];
        Assert.Equal("mayLeaveMessage phone safeToCall", contact.FieldNames());
        Assert.Equal(New, contact.Text("phone"));
        Assert.True(contact!["safeToCall"]!.GetValue<bool>());
        Assert.Equal("sent accepted", await HistoryAsync(Sender, referral));
        Assert.Equal(1, await CountAsync("referrals", "select count(*) from unsafe_contacts where subject_lock = $1 and version = 2", Number(person)));
    }

    [Fact]
    public async Task Made_unsafe_after_the_packet_was_fetched_and_heard_of_after_it_was_sent_it_is_marked()
    {
        var (person, bayt) = await PersonAsync();
        Task<Guid> submission;
        await using (var interruption = await Interruption.OnPersonAsync(Platform, person))
        {
            submission = SubmitAsync(person, bayt);
            await interruption.SomebodyWaitsAsync();              // it holds the packet and is about to be sent
            await ChangeAsync(person, file => file["phone"] = New);
            await interruption.SomebodyWaitsAsync(atLeast: 2);    // the change was heard of, behind it
        }

        var referral = await submission;
        await HasStepAsync(referral);
        AssertMarked((await MoveAsync(Receiver, referral, "acceptance")).Expect(200));
    }

    [Fact]
    public async Task Made_unsafe_after_the_packet_was_fetched_and_heard_of_before_it_is_sent_it_is_marked_from_the_start()
    {
        var (person, bayt) = await PersonAsync();
        await using (var database = await Platform.OpenDatabaseAsync("referrals"))   // what the consumer leaves, the packet being of version 1
        await using (var heard = new NpgsqlCommand("insert into unsafe_contacts values ($1, 2, now())", database) { Parameters = { new() { Value = Number(person) } } })
        {
            await heard.ExecuteNonQueryAsync();
        }

        var referral = await SubmitAsync(person, bayt);
        var without = await SubmitAsync(person, bayt, sent => sent["packages"] = new JsonArray("identity"));

        AssertMarked((await MoveAsync(Receiver, referral, "acceptance")).Expect(200));
        Assert.Equal("sent accepted", await HistoryAsync(Sender, referral));   // it never was otherwise
        Assert.Equal(0, await CountAsync("referrals", "select count(*) from referrals where referral_id = $1 and contact_unsafe_since is not null", without));
    }

    [Fact]
    public async Task Made_unsafe_between_fetching_a_packet_that_follows_and_its_commit_it_is_marked_after_it()
    {
        var (person, bayt) = await PersonAsync();
        var supervisor = await Platform.SignInAsync("supervisor@amal-health.demo");
        var referral = await SubmitAsync(person, bayt, sent =>
            (sent["priority"], sent["basis"], sent["basisReason"]) = ("emergency", "vital-interest", "Unconscious (invented)."));
        (await supervisor.PostAsync($"/api/referrals/{referral}/approval", new { })).Expect(200);
        (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);
        await using (var database = await Platform.OpenDatabaseAsync("referrals"))   // as if Registrations had not answered
        await using (var pending = new NpgsqlCommand("update referrals set packet_state = 'pending', person_version = null where referral_id = $1", database) { Parameters = { new() { Value = referral } } })
        {
            await pending.ExecuteNonQueryAsync();
        }

        await using (var interruption = await Interruption.OnPacketOfAsync(Platform, referral))
        {
            await GetAsync(Sender, referral);                     // lends its token: the packet is fetched
            await interruption.SomebodyWaitsAsync();              // and is about to be kept
            await ChangeAsync(person, file => file["phone"] = New);
            await interruption.SomebodyWaitsAsync(atLeast: 2);    // the consumer waits for it
        }

        await MarkedAsync(referral);
        Assert.Equal($"sent approved accepted packet-followed {Word}", await HistoryAsync(Sender, referral));
    }

    [Fact]
    public async Task Sent_and_made_unsafe_at_the_same_moment_no_packet_invites_to_call()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 12), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (round, _) =>
        {
            var (person, bayt) = await PersonAsync();

            var submission = SubmitAsync(person, bayt);
            await Task.Delay(round * 3, CancellationToken.None);   // a different meeting each time
            await ChangeAsync(person, file => file["safeToCall"] = false);
            var referral = await submission;

            (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);
            await Eventually.TrueAsync(
                async () => (await GetAsync(Receiver, referral))["packet"]!["contact"]!["safeToCall"]!.GetValue<bool>() is false,
                otherwise: () => $"{referral} still invites to call");
        });
    }

    private async Task<JsonObject> ChangeAsync(Guid person, Action<JsonObject> change) =>
        (await Sender.PutAsync($"/api/people/{person}", Partner.Person(change), "*")).Expect(200).Json;

    private async Task<Answer> MarkedAsync(Guid referral, DateTimeOffset? since = null)
    {
        var seen = await Eventually.AsyncValue(() => GetAsync(Receiver, referral), answer => (answer["packet"] as JsonObject)?["contact"]?["unsafeSince"] is not null);
        AssertMarked(seen, since);
        return seen;
    }

    // the number that was sent stays, so that who noted it down elsewhere knows which; the new one is never sent
    private static void AssertMarked(Answer seen, DateTimeOffset? since = null)
    {
        var contact = seen["packet"]!["contact"];
        Assert.Equal("mayLeaveMessage phone safeToCall unsafeSince", contact.FieldNames());
        Assert.False(contact!["safeToCall"]!.GetValue<bool>());
        Assert.Equal(Old, contact.Text("phone"));
        Assert.Equal(since ?? contact["unsafeSince"]!.GetValue<DateTimeOffset>(), contact["unsafeSince"]!.GetValue<DateTimeOffset>());
        Assert.DoesNotContain(New, seen.Body, StringComparison.Ordinal);
    }

    private Task HasStepAsync(Guid referral) => Eventually.TrueAsync(
        async () => (await HistoryAsync(Sender, referral)).EndsWith(Word, StringComparison.Ordinal), otherwise: () => $"{referral} was not marked");

    private static async Task<long> NoticesAsync(Partner partner, Guid referral) =>
        (await partner.GetAsync("/api/notices?limit=200")).Items().Count(notice => notice.Id("referralId") == referral && notice.Text("kind") == Word);

    private async Task<string> StandingAsync(Guid referral) =>
        $"{(await GetAsync(Sender, referral)).Expect(200).Body} {await HistoryAsync(Sender, referral)} {await NoticesAsync(Receiver, referral)} {await CountAsync("referrals", "select count(*) from referrals where referral_id = $1 and contact_unsafe_since is not null", referral)}";

    private Task KnownUpToAsync(Guid person, int version) => Eventually.TrueAsync(
        async () => await CountAsync("referrals", "select count(*) from unsafe_contacts where subject_lock = $1 and version = $2", Number(person), version) == 1,
        otherwise: () => $"Version {version} of {person} was not heard of");

    // by the owner's own outbox, with an id and a version of the test's choice
    private Task<long> AnnounceAsync(Guid person, int version, Guid eventId) => CountAsync("registrations", """
        with announced as (
            select messaging.announce($1, 'Registrations.V1:ContactMadeUnsafe',
                   jsonb_build_object('eventId', $2::uuid, 'occurredAt', now(), 'subjectId', $1::uuid, 'subjectVersion', $3::int)))
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
