namespace Platform.Registrations.Tests.Access;

/// <summary>What the functions of files, transfers, emergencies and erasures refuse by themselves, whatever the code before them lets through.</summary>
public sealed class FunctionsOfFilesTests : OnThePlatform
{
    private const string Planted = """
        insert into people (person_id, case_code, agency_id, caseworker_id, registered_by, area_code, setting, version, registered_at, updated_at)
        values (:person, :person::text, :agency, :other, :other, 'LY02', 'urban', 1, now(), now());
        """;

    private const string Kept = Planted + "insert into access.grants values (:person, :me, 'ownership', '{identity}', null, :me, now());";

    private const string Offered = Kept + """
        insert into transfers (transfer_id, agency_id, person_id, to_team_id, to_desk, offered_by, handover_days, status, offered_at)
        values (:transfer, :agency, :person, :team, :desk, :other, 14, 'offered', now());
        """;

    private const string Asked = Planted + "insert into erasures (erasure_id, person_id, agency_id, desks, because, status, asked_by, asked_at) values (:erasure, :person, :agency, array[:desk], 'person-asked', 'asked', :other, now());";

    [Theory]
    [InlineData("")]
    [InlineData("update people set agency_id = gen_random_uuid() where person_id = :person")]
    [InlineData("update people set erased_at = now() where person_id = :person")]
    [InlineData("select set_config('app.roles', '{supervisor}', true)")]
    public async Task A_protection_officer_of_the_agency_holds_a_file_and_lifts_the_hold(string otherwise)
    {
        foreach (var call in (string[])["select file_to_hold(:person)", "select place_hold(gen_random_uuid(), :person, 'court', null) is not null", "select count(*) > 0 from lift_hold(:person)"])
        {
            Assert.Equal(otherwise == "" ? "True" : "False", await OutcomeAsync("protection-officer", Planted, otherwise, call));
        }
    }

    [Theory]
    [InlineData("", "True")]
    [InlineData("insert into legal_holds values (gen_random_uuid(), :person, 'court', null, :other, now())", "False")]
    [InlineData("insert into legal_holds values (gen_random_uuid(), :person, 'court', access.day() - 1, :other, now())", "True")]
    public async Task A_file_is_held_once(string otherwise, string placed) =>
        Assert.Equal(placed, await OutcomeAsync("protection-officer", Planted, otherwise, "select place_hold(gen_random_uuid(), :person, 'court', null)"));

    [Theory]
    [InlineData("select place_hold(gen_random_uuid(), :person, 'court', null)")]
    [InlineData("select lift_hold(:person)")]
    public async Task When_and_by_whom_an_earlier_hold_was_lifted_stays(string call) => Assert.Equal("1", await OutcomeAsync(
        "protection-officer", $"{Planted} insert into legal_holds values (gen_random_uuid(), :person, 'court', access.day() - 1, :other, now(), null, null), (:earlier, :person, 'court', null, :other, now(), :other, '2020-01-01')", "", call,
        "select count(*) from legal_holds where hold_id = :earlier and lifted_at = '2020-01-01' and lifted_by = :other"));

    [Theory]
    [InlineData("", "True")]
    [InlineData("update legal_holds set lifted_at = now() where person_id = :person", "False")]
    [InlineData("update legal_holds set until = access.day() - 1 where person_id = :person", "False")]
    public async Task A_hold_stands_until_it_is_lifted_or_its_last_day_is_over(string otherwise, string held) =>
        Assert.Equal(held, await OutcomeAsync("", $"{Planted} insert into legal_holds values (gen_random_uuid(), :person, 'court', access.day(), :other, now())", otherwise, "select 1", "select on_hold(:person)"));

    [Theory]
    [InlineData("")]
    [InlineData("update people set agency_id = gen_random_uuid() where person_id = :person")]
    [InlineData("update people set erased_at = now() where person_id = :person")]
    [InlineData("select set_config('app.roles', '{protection-officer}', true)")]
    public async Task A_case_worker_of_the_agency_finds_a_file_by_its_code_and_opens_it_in_an_emergency(string otherwise)
    {
        Assert.Equal(otherwise != "", await OutcomeAsync("caseworker", Planted, otherwise, "select file_of_code(:person::text)") == "nothing");
        Assert.Equal(otherwise != "", await OutcomeAsync("caseworker", Planted, otherwise, "select break_glass(gen_random_uuid(), :person, :desk, 'sealed')") == ByHand.Refused);
    }

    [Theory]
    [InlineData("", "True")]
    [InlineData("delete from transfers where transfer_id = :transfer", "False")]
    [InlineData("update transfers set status = 'rejected' where transfer_id = :transfer", "False")]
    [InlineData("update access.grants set grantee = :other where record = :person", "False")]
    [InlineData("update access.grants set because = 'break-glass' where record = :person", "False")]
    [InlineData("update access.grants set until = now() - interval '1 hour' where record = :person", "False")]
    public async Task That_a_case_is_on_offer_is_said_to_who_keeps_it(string otherwise, string open) =>
        Assert.Equal(open, await OutcomeAsync("caseworker", Offered, otherwise, "select transfer_open(:person)"));

    [Theory]
    [InlineData("")]
    [InlineData("update transfers set status = 'rejected' where transfer_id = :transfer")]
    [InlineData("update transfers set to_desk = :other where transfer_id = :transfer")]
    public async Task The_team_it_was_offered_to_takes_it_over(string otherwise) =>
        Assert.Equal(otherwise != "", await OutcomeAsync("supervisor", Offered, otherwise, "select take_over(:transfer, :other)") == ByHand.Refused);

    private const string HeldInAllWays = """
        insert into access.grants values
            (:person, :owner, 'ownership', '{identity}', null, :me, now()), (:person, :olddesk, 'supervision', '{identity}', null, :me, now()), (:person, :olddesk, 'handover', '{identity}', now() + interval '1 day', :me, now()),
            (:person, :past, 'handover', '{identity}', now() + interval '1 day', :me, now()), (:person, :glass, 'break-glass', '{identity}', now() + interval '1 hour', :me, now()),
            (:person, :ended, 'assignment', '{identity}', now() - interval '1 hour', :me, now()), (:person, :caseworker, 'assignment', '{identity}', null, :me, now());
        delete from access.grants where record = :person and grantee = :me;
        insert into access.visible values (:past, 'people', :person, now(), 'open'), (:ended, 'people', :person, now(), 'open');
        """;

    private const string NamesOfGrants = """
        select string_agg(word || ' ' || because, ', ' order by word, because)
          from access.grants join (values (:owner, 'owner'), (:olddesk, 'olddesk'), (:past, 'past'), (:glass, 'glass'), (:ended, 'ended'), (:caseworker, 'caseworker'), (:desk, 'desk')) as known(id, word) on id = grantee
         where record = :person
        """;

    [Fact]
    public async Task Who_kept_it_reads_for_the_handover_and_who_read_only_goes_on_as_before() => Assert.Equal(
        "caseworker assignment, desk supervision, glass break-glass, olddesk handover, owner handover, past handover",
        await OutcomeAsync("supervisor", Offered + HeldInAllWays, "", "select take_over(:transfer, :caseworker)", NamesOfGrants));

    [Fact]
    public async Task Without_a_handover_nobody_reads_on_but_who_did_before() => Assert.Equal(
        "caseworker assignment, desk supervision, glass break-glass, past handover",
        await OutcomeAsync("supervisor", Offered + HeldInAllWays, "update transfers set handover_days = 0 where transfer_id = :transfer", "select take_over(:transfer, :caseworker)", NamesOfGrants));

    [Fact]
    public async Task It_leaves_the_lists_of_those_only_who_do_not_read_it_any_more() => Assert.Equal(
        "past", await OutcomeAsync("supervisor", Offered + HeldInAllWays, "", "select take_over(:transfer, :caseworker)",
        "select string_agg(word, ' ') from access.visible join (values (:past, 'past'), (:ended, 'ended')) as known(id, word) on id = grantee where record = :person"));

    [Theory]
    [InlineData("", "True")]
    [InlineData("delete from erasures where erasure_id = :erasure", "False")]
    [InlineData("update erasures set status = 'withdrawn' where erasure_id = :erasure", "False")]
    [InlineData("delete from access.grants where record = :person", "False")]
    public async Task That_an_erasure_is_asked_for_is_said_to_who_keeps_the_file(string otherwise, string open) => Assert.Equal(
        open, await OutcomeAsync("caseworker", $"{Asked} insert into access.grants values (:person, :me, 'ownership', '{{identity}}', null, :me, now())", otherwise, "select erasure_open(:person)"));

    [Theory]
    [InlineData("")]
    [InlineData("update erasures set status = 'withdrawn' where erasure_id = :erasure")]
    [InlineData("update erasures set desks = array[:other] where erasure_id = :erasure")]
    [InlineData("update erasures set asked_by = :me where erasure_id = :erasure")]
    public async Task An_erasure_is_approved_by_who_decides_and_did_not_ask(string otherwise) =>
        Assert.Equal(otherwise != "", await OutcomeAsync("supervisor", Asked, otherwise, "select count(*) from approve_erasure(:erasure)") == ByHand.Refused);

    private const string WithConsents = Asked + """
        insert into consents (consent_id, person_id, purpose, recipient_agency_id, packages, given_by, method, language, expires_on, recorded_by, given_at, withdrawn_at, version)
        values (:consent, :person, 'service-referral', :recipient, '{identity}', 'person', 'oral', 'ar', access.day(), :other, now(), null, 1),
               (:withdrawn, :person, 'service-referral', :recipient, '{identity}', 'person', 'oral', 'ar', access.day(), :other, now(), '2020-01-01', 2);
        insert into transfers (transfer_id, agency_id, person_id, to_team_id, to_desk, offered_by, handover_days, status, offered_at)
        values (:accepted, :agency, :person, :team, :other, :other, 14, 'accepted', now()), (:offered, :agency, :person, :team, :other, :other, 14, 'offered', now());
        """;

    [Theory]
    [InlineData("", "2")]   // the consent that stood, and the file
    [InlineData("update people set erased_at = now() where person_id = :person", "0")]
    [InlineData("insert into legal_holds values (gen_random_uuid(), :person, 'court', null, :other, now())", "0")]
    public async Task A_file_is_erased_once_and_not_while_it_is_held(string otherwise, string told) =>
        Assert.Equal(told, await OutcomeAsync("supervisor", WithConsents, otherwise, "select count(*) from approve_erasure(:erasure)"));

    [Fact]
    public async Task What_was_erased_before_a_restore_is_erased_again_even_while_it_is_held() => Assert.Equal(
        "True", await OutcomeAsync("", $"{WithConsents} insert into legal_holds values (gen_random_uuid(), :person, 'court', null, :other, now())", "", "select 1", "select count(*) > 0 from erase_person(:erasure, :person, false)"));

    [Fact]
    public async Task An_erasure_takes_back_offers_and_leaves_what_was_decided() => Assert.Equal(
        "accepted withdrawn", await OutcomeAsync("supervisor", WithConsents, "", "select count(*) from approve_erasure(:erasure)",
        "select string_agg(status, ' ' order by status) from transfers where person_id = :person"));

    [Theory]
    [InlineData("", "True")]
    [InlineData("update erasures set status = 'approved', decided_by = :me where erasure_id = :erasure", "False")]
    public async Task An_erasure_goes_with_the_team_while_it_is_asked_for(string otherwise, string isTheirs) => Assert.Equal(
        isTheirs, await OutcomeAsync("", Asked, otherwise + ";insert into access.grants values (:person, :other, 'supervision', '{identity}', null, :me, now())", "select 1", "select :other = any (desks) from erasures where erasure_id = :erasure"));

    [Theory]
    [InlineData("", "True")]
    [InlineData("update consents set withdrawn_at = now() where consent_id = :consent", "False")]
    [InlineData("update consents set expires_on = access.day() - 1 where consent_id = :consent", "False")]
    [InlineData("update consents set recipient_agency_id = :other where consent_id = :consent", "False")]
    [InlineData("delete from consents where consent_id = :consent", "False")]
    public async Task A_receiver_is_told_that_what_it_was_given_on_stands(string otherwise, string stands) => Assert.Equal(
        stands, await OutcomeAsync("", WithConsents.Replace(":recipient", ":agency", StringComparison.Ordinal), otherwise, "select consents_standing(array[:consent])"));

    [Fact]
    public async Task On_no_consent_nothing_stands() => Assert.Equal("False", await OutcomeAsync("", Planted, "", "select consents_standing('{}')"));

    [Theory]
    [InlineData("", "True")]
    [InlineData("insert into access.unreachable values (:person, :team)", "False")]
    [InlineData("update access.grants set until = now() - interval '1 hour' where record = :person", "False")]
    [InlineData("update access.grants set grantee = :other where record = :person", "False")]
    public async Task The_ledger_is_open_to_who_sees_the_file(string otherwise, string open) => Assert.Equal(open, await OutcomeAsync("caseworker", Kept, otherwise, "select ledger_open(:person)"));

    [Theory]
    [InlineData("", "True")]
    [InlineData("update people set agency_id = :other where person_id = :person", "False")]
    [InlineData("select set_config('app.roles', '{coordinator}', true)", "False")]
    public async Task And_to_auditors_of_its_agency(string otherwise, string open) => Assert.Equal(open, await OutcomeAsync("auditor", Planted, otherwise, "select ledger_open(:person)"));

    private Task<string> OutcomeAsync(string roles, string planted, string otherwise, string call, string? afterwards = null) =>
        ByHand.OutcomeAsync(Platform, "registrations", roles, planted, otherwise, call, afterwards);
}
