namespace Platform.Referrals.Tests.Tasks;

/// <summary>ListTasks: what of a referral is whose to do, and what of the directory.</summary>
public sealed class ListTasksTests : OnThePlatform
{
    private static Task<string> HaveAsync(string kind, Guid subject, params (string Name, Partner By)[] all) => TaskPages.HaveAsync("referrals", kind, subject, all);

    private Task<string> OfBothAsync(string kind, Guid referral) => HaveAsync(kind, referral, ("sender", Sender), ("receiver", Receiver), ("third", Third));

    [Fact]
    public async Task The_receiver_acknowledges_decides_and_says_what_came_of_it()
    {
        var referral = await ReferralInAsync("sent");
        Assert.Equal("receiver", await OfBothAsync("referral-to-acknowledge", referral));
        var task = (await Receiver.TaskAsync("referrals", "referral-to-acknowledge", referral))!;
        Assert.Equal("due kind path since state subjectId subjectType taskId", task.FieldNames());
        Assert.Equal(("new", $"/api/referrals/{referral}", "referral"), (task.Text("state"), task.Text("path"), task.Text("subjectType")));
        Assert.Equal((await Receiver.GetAsync($"/api/referrals/{referral}")).Json["acknowledgeBy"]!.GetValue<DateTimeOffset>(), task["due"]!.GetValue<DateTimeOffset>());
        Assert.Null(await (await Platform.SignInAsync("caseworker@bayt-shelter.demo")).TaskAsync("referrals", "referral-to-acknowledge", referral));   // the inbox is not theirs

        (await MoveAsync(Receiver, referral, "acknowledgement")).Expect(200);
        Assert.Equal(("", "receiver"), (await OfBothAsync("referral-to-acknowledge", referral), await OfBothAsync("referral-to-decide", referral)));
        (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);
        Assert.Equal(("", "receiver"), (await OfBothAsync("referral-to-decide", referral), await OfBothAsync("outcome-to-record", referral)));

        var day = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(9);
        (await Receiver.PostAsync($"/api/referrals/{referral}/outcomes", new { outcomeCode = "partly-provided", nextDate = day })).Expect(200);
        Assert.Equal(day.AddDays(1).ToDateTime(TimeOnly.MinValue), (await Receiver.TaskAsync("referrals", "outcome-to-record", referral))!["due"]!.GetValue<DateTimeOffset>().UtcDateTime);
        (await Receiver.PostAsync($"/api/referrals/{referral}/outcomes", new { outcomeCode = "provided", final = true })).Expect(200);
        Assert.Equal("", await OfBothAsync("outcome-to-record", referral));
    }

    [Fact]
    public async Task What_was_rejected_is_followed_up_by_who_sends_and_not_by_a_focal_point()
    {
        var referral = await ReferralInAsync("rejected");
        var (supervisor, focalPoint) = (await Platform.SignInAsync("supervisor@amal-health.demo"), await Platform.SignInAsync("focal-point@amal-health.demo"));
        Assert.Equal("sender supervisor", await HaveAsync("referral-to-follow-up", referral, ("sender", Sender), ("supervisor", supervisor), ("focal-point", focalPoint), ("receiver", Receiver)));

        (await Sender.PostAsync($"/api/referrals/{referral}/follow-up", new { action = "served-by-sender" })).Expect(200);
        Assert.Equal("", await HaveAsync("referral-to-follow-up", referral, ("sender", Sender), ("supervisor", supervisor)));
    }

    [Fact]
    public async Task An_emergency_is_approved_by_a_second_person_of_the_sender()
    {
        var person = await Sender.RegisterAsync();
        var referral = (await Sender.PostAsync("/api/referrals", Partner.Referral(person, await Sender.AgencyIdAsync("bayt-shelter"), sent =>
            (sent["priority"], sent["basis"], sent["basisReason"]) = ("emergency", "vital-interest", "Unconscious (invented).")))).Expect(201).Json.Id("referralId");
        var (supervisor, focalPoint, caseworker) = (await Platform.SignInAsync("supervisor@amal-health.demo"), await Platform.SignInAsync("focal-point@amal-health.demo"), await Platform.SignInAsync("caseworker@amal-health.demo"));
        (string, Partner)[] all = [("sender", Sender), ("supervisor", supervisor), ("focal-point", focalPoint), ("caseworker", caseworker), ("receiver", Receiver)];
        Assert.Equal("supervisor focal-point", await HaveAsync("basis-to-approve", referral, all));
        Assert.Equal("awaiting-approval", (await supervisor.TaskAsync("referrals", "basis-to-approve", referral))!.Text("state"));

        (await supervisor.PostAsync($"/api/referrals/{referral}/approval", new { })).Expect(200);
        Assert.Equal("", await HaveAsync("basis-to-approve", referral, all));
    }

    [Fact]
    public async Task What_nobody_answered_in_time_is_overdue_for_the_receiver_and_a_task_of_the_sender()
    {
        var referral = await ReferralInAsync("sent");
        Assert.Equal("", await OfBothAsync("referral-unanswered", referral));
        await SetAsync("update referrals set acknowledge_by = now() - interval '1 minute' where referral_id = $1", referral);

        Assert.Equal("sender", await OfBothAsync("referral-unanswered", referral));
        Assert.Equal(("overdue", "overdue"), ((await Sender.TaskAsync("referrals", "referral-unanswered", referral))!.Text("state"), (await Receiver.TaskAsync("referrals", "referral-to-acknowledge", referral))!.Text("state")));

        (await MoveAsync(Receiver, referral, "acknowledgement")).Expect(200);
        Assert.Equal("", await OfBothAsync("referral-unanswered", referral));
        await SetAsync("update referrals set respond_by = now() - interval '1 minute' where referral_id = $1", referral);
        Assert.Equal("sender", await OfBothAsync("referral-unanswered", referral));
        (await MoveAsync(Sender, referral, "revocation")).Expect(200);
        Assert.Equal(("", ""), (await OfBothAsync("referral-unanswered", referral), await OfBothAsync("referral-to-decide", referral)));
    }

    [Fact]
    public async Task An_entry_of_the_directory_that_nobody_looked_at_for_long_is_verified_by_who_keeps_it()
    {
        var agency = await Third.AgencyIdAsync("rihla-legal");
        (await Third.PutAsync("/api/services/cash", new { areaCodes = new[] { "*" }, acceptsReferrals = true }, "*")).Expect(200);
        var caseworker = await Platform.SignInAsync("caseworker@rihla-legal.demo");
        await SetAsync("update services_offered set last_verified_on = current_date - 89 where agency_id = $1 and service_code = 'cash'", agency);
        Assert.Empty(await OfEntryAsync(Third));

        await SetAsync("update services_offered set last_verified_on = current_date - 90 where agency_id = $1 and service_code = 'cash'", agency);
        Assert.Equal("overdue", Assert.Single(await OfEntryAsync(Third)).Text("state"));
        Assert.Empty((await OfEntryAsync(caseworker)).Concat(await OfEntryAsync(Receiver)));

        var now = (await Third.GetAsync($"/api/services?agencyId={agency}")).Items().Single(entry => entry.Text("serviceCode") == "cash");
        (await Third.PutAsync("/api/services/cash", new { areaCodes = new[] { "*" }, acceptsReferrals = true }, $"\"{now["version"]}\"")).Expect(200);
        Assert.Empty(await OfEntryAsync(Third));

        static async Task<IReadOnlyList<JsonObject>> OfEntryAsync(Partner by) => [.. (await by.TasksAsync("referrals", "&kind=service-to-verify")).Where(task => task.Text("path") == "/api/services/cash")];
    }

    [Fact]
    public async Task What_is_no_kind_or_state_is_named_and_who_has_no_case_asks_in_vain()
    {
        Assert.Equal("$.kind", (await Sender.GetAsync("/api/referrals/tasks?kind=visit-to-review")).WrongFields());
        Assert.Equal("$.state", (await Sender.GetAsync("/api/referrals/tasks?state=old")).WrongFields());
        (await (await Platform.SignInAsync("auditor@iom-libya.demo")).GetAsync("/api/referrals/tasks")).Expect(403);
        (await new Partner(Platform, "embassy-one").GetAsync("/api/referrals/tasks")).Expect(403);
    }

    private async Task SetAsync(string sql, Guid id)
    {
        await using var database = await Platform.OpenDatabaseAsync("referrals");
        await using var command = new Npgsql.NpgsqlCommand(sql, database) { Parameters = { new() { Value = id } } };
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
