namespace Platform.Registrations.Tests.Access;

/// <summary>Files of one person: who merges them and undoes it, and what goes along.</summary>
public sealed class FunctionsOfMergesTests : CallingFunctions
{
    private const string Two = Kept + """
        insert into people (person_id, case_code, agency_id, caseworker_id, registered_by, area_code, setting, version, registered_at, updated_at)
        values (:duplicate, :duplicate::text, :agency, :other, :other, 'LY02', 'urban', 1, now(), now()), (:third, :third::text, :agency, :other, :other, 'LY02', 'urban', 1, now(), now());
        insert into access.grants values (:duplicate, :me, 'ownership', '{identity}', null, :me, now());
        insert into access.visible (grantee, list, record, sort_at, state) values (:me, 'people', :person, now(), 'open'), (:me, 'people', :duplicate, now(), 'open'), (:another, 'people', :duplicate, now(), 'open');
        insert into access.grants values (:duplicate, :another, 'ownership', '{identity}', null, :me, now());
        """;

    private const string Proposed = Two + """
        insert into merges (merge_id, agency_id, kept, merged, state, proposed_by, proposed_at) values (:merge, :agency, :person, :duplicate, 'proposed', :other, now());
        """;

    private const string Merged = Two + """
        insert into merges (merge_id, agency_id, kept, merged, state, proposed_by, proposed_at, decided_by, decided_at) values (:merge, :agency, :person, :duplicate, 'merged', :other, now(), :me, now());
        update people set merged_into = :person where person_id = :duplicate;
        """;

    [Theory]
    [InlineData("", "2")]
    [InlineData("update merges set state = 'rejected' where merge_id = :merge", ByHand.Refused)]
    [InlineData("update merges set proposed_by = :me where merge_id = :merge", ByHand.Refused)]
    [InlineData("delete from access.grants where record = :person", ByHand.Refused)]
    [InlineData("delete from access.grants where record = :duplicate and grantee = :me", ByHand.Refused)]
    [InlineData("update people set erased_at = now() where person_id = :person", ByHand.Refused)]
    [InlineData("update people set erased_at = now() where person_id = :duplicate", ByHand.Refused)]
    [InlineData("update people set merged_into = :third where person_id = :person", ByHand.Refused)]
    [InlineData("update people set merged_into = :third where person_id = :duplicate", ByHand.Refused)]
    [InlineData("update people set merged_into = :duplicate where person_id = :third", ByHand.Refused)]
    [InlineData("update people set agency_id = :another where person_id = :duplicate", ByHand.Refused)]
    [InlineData("update people set caseworker_id = :another where person_id = :duplicate", ByHand.Refused)]
    [InlineData("update people set team_id = :another where person_id = :duplicate", ByHand.Refused)]
    public async Task Two_files_in_one_hand_are_merged_by_another_keeper_of_both_than_who_proposed_it(string otherwise, string outcome) =>
        Assert.Equal(outcome, await OutcomeAsync("caseworker", Proposed, otherwise, "select count(*) from merge_files(:merge)"));

    [Fact]
    public async Task A_merged_file_stays_in_the_list_of_who_does_not_see_the_other() => Assert.Equal("True", await OutcomeAsync(
        "caseworker", Proposed, "", "select count(*) from merge_files(:merge)",
        "select array_agg(grantee) = array[:another] and (select merged_into = :person from people where person_id = :duplicate) and (select merged_into is null from people where person_id = :third) from access.visible where record = :duplicate"));

    [Theory]
    [InlineData("", "2")]
    [InlineData("update merges set state = 'undone', undone_by = :me where merge_id = :merge", ByHand.Refused)]
    [InlineData("delete from access.grants where record = :person", ByHand.Refused)]
    [InlineData("delete from access.grants where record = :duplicate and grantee = :me", ByHand.Refused)]
    public async Task A_merge_is_undone_by_a_keeper_of_both(string otherwise, string outcome) =>
        Assert.Equal(outcome, await OutcomeAsync("caseworker", Merged, otherwise, "select count(*) from undo_merge(:merge)"));

    [Fact]
    public async Task A_file_that_is_no_longer_merged_is_in_the_list_of_each_who_sees_it_now() => Assert.Equal("True", await OutcomeAsync(
        "caseworker", Merged, "update people set merged_into = :person where person_id = :third; delete from access.visible where record = :duplicate; insert into access.grants values (:duplicate, :late, 'handover', '{identity}', now() - interval '1 day', :me, now())", "select count(*) from undo_merge(:merge)",
        "select array_agg(grantee order by grantee) = (select array_agg(g order by g) from unnest(array[:me, :another]) g) and (select merged_into = :person from people where person_id = :third) from access.visible where record = :duplicate"));

    [Theory]
    [InlineData("", "1")]
    [InlineData("update people set merged_into = null where person_id = :duplicate", "0")]
    [InlineData("update people set agency_id = :another where person_id = :duplicate", "0")]
    public async Task What_was_merged_into_a_file_of_the_agency_goes_along(string otherwise, string along) =>
        Assert.Equal(along, await OutcomeAsync("caseworker", Merged, otherwise, "select count(*) from carry_along(:person)"));

    [Fact]
    public async Task What_goes_along_is_in_the_hands_of_who_has_the_other_and_of_who_opened_it_in_an_emergency() => Assert.Equal(
        "assignment handover break-glass", await OutcomeAsync(
            "caseworker", Merged, """
            delete from access.grants where record = :person;
            insert into access.grants values (:person, :late, 'assignment', '{identity}', null, :me, now()), (:person, :me, 'handover', '{identity}', null, :me, now()), (:person, :seen, 'break-glass', '{identity}', null, :me, now()),
                   (:duplicate, :opened, 'break-glass', '{identity}', null, :me, now());
            insert into access.visible (grantee, list, record, sort_at, state) values (:opened, 'people', :duplicate, now(), 'open')
            """, "select count(*) from carry_along(:person)",
            """
            select string_agg(g.because, ' ' order by case g.grantee when :late then 1 when :me then 2 else 3 end) from access.grants g
             where g.record = :duplicate and (select array_agg(grantee) from access.visible where record = :duplicate) = array[:opened]
               and exists (select 1 from access.visible where record = :person)
            """));

    [Theory]
    [InlineData("", "0", "1")]
    [InlineData("delete from access.grants where record = :duplicate and grantee = :me", "nothing", "0")]
    [InlineData("update people set erased_at = now() where person_id = :duplicate", "nothing", "1")]
    public async Task A_consent_is_taken_back_by_who_keeps_the_file_it_was_given_in(string otherwise, string locked, string counted)
    {
        Assert.Equal(locked, await OutcomeAsync("caseworker", Merged, otherwise, "select lock_to_withdraw(:duplicate)"));
        Assert.Equal(counted, await OutcomeAsync("caseworker", Merged, otherwise, "select count_withdrawal(:duplicate)", "select consent_version from people where person_id = :duplicate"));
    }

    [Theory]
    [InlineData("", "2")]
    [InlineData("delete from access.grants where record = :person and grantee = :me", "0")]
    public async Task The_ledger_of_all_files_is_told_to_who_may_see_that_of_the_one_that_is_asked_for(string otherwise, string files) =>
        Assert.Equal(files, await OutcomeAsync("caseworker", Merged, otherwise, "select cardinality(ledger_files(:person))"));

    private const string Asked = Merged + """
        insert into erasures (erasure_id, person_id, agency_id, desks, because, status, asked_by, asked_at) values (:erasure, :person, :agency, array[:desk], 'person-asked', 'asked', :other, now());
        insert into transfers (transfer_id, agency_id, person_id, to_team_id, to_desk, offered_by, handover_days, status, offered_at) values (:offered, :agency, :person, :team, :other, :other, 14, 'offered', now());
        """;

    [Theory]
    [InlineData("", "2")]
    [InlineData("insert into legal_holds values (gen_random_uuid(), :duplicate, 'court', null, :other, now())", "0")]
    [InlineData("insert into legal_holds values (gen_random_uuid(), :third, 'court', null, :other, now())", "2")]
    [InlineData("insert into legal_holds values (gen_random_uuid(), :person, 'court', null, :other, now())", "0")]
    [InlineData("update people set erased_at = now() where person_id = :person", "0")]
    [InlineData("update people set merged_into = null where person_id = :duplicate", "1")]
    [InlineData("update people set erased_at = now() where person_id = :duplicate; insert into erasures (erasure_id, person_id, agency_id, desks, because, status, asked_at) values (:earlier, :duplicate, :agency, '{}', 'restored', 'done', now())", "1")]
    public async Task All_files_of_a_person_are_erased_together_or_none(string otherwise, string erased) =>
        Assert.Equal(erased, await OutcomeAsync("supervisor", Asked, otherwise, "select count(distinct person) from approve_erasure(:erasure)"));
}
