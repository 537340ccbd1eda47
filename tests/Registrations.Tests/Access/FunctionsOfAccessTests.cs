namespace Platform.Registrations.Tests.Access;

/// <summary>What the functions that give, take and count access refuse by themselves; they are the same in every service.</summary>
public sealed class FunctionsOfAccessTests : CallingFunctions
{
    private const string Owned = "insert into access.grants values (:record, :me, 'ownership', '{identity}', null, :me, now());";

    [Theory]
    [InlineData("")]
    [InlineData("update access.grants set grantee = :other where record = :record")]
    [InlineData("update access.grants set because = 'handover' where record = :record")]
    [InlineData("update access.grants set until = now() - interval '1 hour' where record = :record")]
    [InlineData("update access.grants set packages = '{contact}' where record = :record")]
    [InlineData("update access.grants set until = now() + interval '1 hour' where record = :record")]
    public Task Who_keeps_a_record_gives_what_they_hold(string otherwise) =>
        OnlyAsync(Owned, otherwise, "select access.give(:record, :new, 'assignment', '{identity}', null, 'people', now(), 'open')");

    [Theory]
    [InlineData("")]
    [InlineData("update access.grants set packages = '{identity}' where record = :record")]
    public Task Who_sends_gives_the_receiver_what_is_received(string otherwise) =>
        OnlyAsync(Owned + "update access.grants set packages = '{sent}' where record = :record;", otherwise, "select access.give(:record, :new, 'referral', '{received}', null, 'inbox', now(), 'sent')");

    [Theory]
    [InlineData("select access.give(:record, :new, 'referral', '{sent}', null, 'inbox', now(), 'sent')", Owned + "update access.grants set packages = '{sent}' where record = :record")]
    [InlineData("select access.give(:record, :new, 'assignment', '{identity}', now() - interval '2 hours', 'people', now(), 'open')", Owned + "update access.grants set until = now() - interval '1 hour' where record = :record")]
    [InlineData("select access.give(:record, :new, 'ownership', '{identity}', null, 'people', now(), 'open')", "")]
    [InlineData("select access.give(:record, :me, 'assignment', '{identity}', null, 'people', now(), 'open')", "")]
    [InlineData("select access.give(:record, :me, 'ownership', '{identity}', null, 'people', now(), 'open')", "insert into access.grants values (:record, :other, 'ownership', '{identity}', null, :other, now())")]
    public async Task Nobody_gives_so(string call, string planted) => Assert.Equal(ByHand.Refused, await OutcomeAsync("caseworker", planted, "", call));

    [Fact]
    public async Task Who_makes_a_record_owns_it() => Assert.NotEqual(ByHand.Refused, await OutcomeAsync("caseworker", "", "", "select access.give(:record, :me, 'ownership', '{identity}', null, 'people', now(), 'open')"));

    [Theory]
    [InlineData("select access.take(:record, :other, 'assignment')")]
    [InlineData("select access.take(:record, array[:other], array['assignment'])")]
    public async Task Who_keeps_a_record_takes_access_to_it_and_nobody_else(string call)
    {
        const string Given = Owned + "insert into access.grants values (:record, :other, 'assignment', '{identity}', null, :me, now())";
        await OnlyAsync(Given, "", call);
        await OnlyAsync(Given, "delete from access.grants where record = :record and grantee = :me", call);
    }

    [Theory]
    [InlineData("select access.take(:record, :me, 'ownership')")]
    [InlineData("select access.take(:record, array[:me], array['ownership'])")]
    public async Task Who_has_it_in_another_way_still_finds_it_in_the_list(string call) => Assert.Equal(
        "1", await OutcomeAsync("caseworker", Owned + "insert into access.grants values (:record, :me, 'supervision', '{identity}', null, :me, now()); insert into access.visible values (:me, 'people', :record, now(), 'open')", "", call,
        "select count(*) from access.visible where record = :record"));

    [Theory]
    [InlineData("")]
    [InlineData("update access.grants set grantee = :other where record = :record")]
    [InlineData("update access.grants set because = 'handover' where record = :record")]
    [InlineData("update access.grants set because = 'break-glass' where record = :record")]
    public Task Who_may_change_a_record_moves_it_in_the_lists(string otherwise) => OnlyAsync(Owned, otherwise, "select access.moved(:record, 'closed')");

    private const string Entered = """
        insert into access.audit (at, caller, agency, action, data_class, records, outcome) values (now(), :me, :agency, 'GET', 'identity', array[:record], 'allowed');
        set local session_replication_role = replica;
        """;

    private const string AnHour = "now() - interval '1 hour', now() + interval '1 hour'";

    [Theory]
    [InlineData("", "1")]
    [InlineData("select set_config('app.roles', '{access-admin}', true)", "0")]
    [InlineData("update access.audit set agency = :other where caller = :me", "0")]
    [InlineData("update access.audit set records = array[:other] where caller = :me", "0")]
    public async Task Auditors_find_their_agency_s_entries_of_a_record(string otherwise, string found) =>
        Assert.Equal(found, await OutcomeAsync("auditor", Entered, otherwise, "select count(*) from access.entries_of(:record)"));

    [Theory]
    [InlineData("", "1")]
    [InlineData("select set_config('app.roles', '{auditor}', true)", "0")]
    [InlineData("update access.audit set at = now() - interval '2 hours' where caller = :me", "0")]
    public async Task Administrators_are_told_what_an_agency_used(string otherwise, string times) =>
        Assert.Equal(times, await OutcomeAsync("access-admin", Entered, otherwise, "select coalesce(sum(times), 0) from access.used(:agency, now() - interval '1 hour')"));

    [Theory]
    [InlineData("", "1")]
    [InlineData("select set_config('app.roles', '{auditor}', true)", "0")]
    [InlineData("update access.grants set until = now() - interval '1 hour' where record = :record", "0")]
    [InlineData("insert into access.unreachable values (:record, :team)", "0")]
    public async Task Administrators_are_told_what_grantees_reach_now(string otherwise, string records) =>
        Assert.Equal(records, await OutcomeAsync("access-admin", Owned, otherwise, "select coalesce(sum(records), 0) from access.reach(array[:me])"));

    [Theory]
    [InlineData("", "1", "1")]
    [InlineData("select set_config('app.roles', '{caseworker}', true)", "0", "0")]
    [InlineData("update access.audit set at = now() - interval '2 hours' where caller = :me", "0", "0")]
    [InlineData("update access.audit set at = now() + interval '2 hours' where caller = :me", "0", "0")]
    [InlineData("update access.audit set outcome = 'not-found' where caller = :me", "0", "0")]
    [InlineData("update access.audit set data_class = 'organisational' where caller = :me", "0", "0")]
    [InlineData("update access.audit set caller = :other where caller = :me", "1", "0")]
    public async Task What_was_read_is_told_to_who_assesses_it(string otherwise, string byTheAgency, string byTheCaller)
    {
        Assert.Equal(byTheAgency, await OutcomeAsync("auditor", Entered, otherwise, "select 1", $"select count(*) from access.exposed(:agency, null, {AnHour})"));
        Assert.Equal(byTheCaller, await OutcomeAsync("auditor", Entered, otherwise, "select 1", $"select count(*) from access.exposed(:agency, :me, {AnHour})"));
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("select set_config('app.roles', '{caseworker}', true)", "0")]
    [InlineData("update access.grants set given_at = now() + interval '2 hours' where record = :record", "0")]
    [InlineData("update access.grants set until = now() - interval '2 hours' where record = :record", "0")]
    [InlineData("insert into access.audit (at, caller, agency, action, data_class, records, outcome) values (now(), :me, :agency, 'GET', 'identity', array[:record], 'allowed')", "0")]
    public async Task And_what_else_could_have_been(string otherwise, string unread) =>
        Assert.Equal(unread, await OutcomeAsync("auditor", Owned, otherwise, $"select count(*) from access.unread(array[:me], :agency, null, {AnHour})"));

    [Theory]
    [InlineData("", "1")]
    [InlineData("insert into exports (export_id, agency_id, asked_by, recipient_agency_id, purpose, packages, people, asked_at, expires_at) values (:record, :agency, :me, :other, 'tracing', '{identity}', 1, now(), now() + interval '1 day')", "0")]
    [InlineData("insert into duplicates (duplicate_id, one, other, state, band, reasons, rules, found_at, version) values (:record, least(:me, :other), greatest(:me, :other), 'open', 'strong', '{}', 1, now(), 1)", "0")]
    [InlineData("insert into people (person_id, case_code, agency_id, caseworker_id, registered_by, area_code, setting, version, registered_at, updated_at) values (:me, 'M-1', :agency, :me, :me, 'LY02', 'urban', 1, now(), now()), (:other, 'M-2', :agency, :me, :me, 'LY02', 'urban', 1, now(), now()); insert into merges (merge_id, agency_id, kept, merged, state, proposed_by, proposed_at) values (:record, :agency, :me, :other, 'proposed', :me, now())", "0")]
    public async Task An_export_is_none_of_the_people(string otherwise, string people) => Assert.Equal(
        people, await OutcomeAsync("auditor", Entered, otherwise, $"select count(*) from exposed_people(:agency, null, {AnHour}, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 10)"));

    [Theory]
    [InlineData("identity", "1")]
    [InlineData("site", "0")]
    [InlineData("annex", "0")]
    public async Task A_visit_is_none_of_the_people(string dataClass, string people) => Assert.Equal(
        people, await OutcomeAsync("auditor", Entered, $"update access.audit set data_class = '{dataClass}' where caller = :me", $"select count(*) from exposed_people(:agency, null, {AnHour}, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 10)"));

    [Theory]
    [InlineData("", 2, "1")]
    [InlineData("", 1, "0")]
    [InlineData("update access.grants set because = 'handover' where record = :record", 2, "0")]
    public async Task What_an_evacuated_team_supervises_is_out_of_reach_by_the_newest_word(string otherwise, int version, string records) => Assert.Equal(records, await OutcomeAsync(
        "",
        "insert into access.evacuated_version (version) values (9000000000000001) on conflict (only_row) do update set version = excluded.version; insert into access.grants values (:record, :desk, 'supervision', '{identity}', null, :me, now())",
        otherwise, $"select access.keep_evacuated(900000000000000{version}, array[:team], array[:desk])", "select count(*) from access.unreachable where record = :record", "jobs"));

    private async Task OnlyAsync(string planted, string otherwise, string call) => Assert.Equal(otherwise != "", await OutcomeAsync("caseworker", planted, otherwise, call) == ByHand.Refused);
}
