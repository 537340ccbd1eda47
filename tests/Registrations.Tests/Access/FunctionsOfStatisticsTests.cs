namespace Platform.Registrations.Tests.Access;

/// <summary>What is counted of a month, and when: there is nothing to ask for, and what was made is never made again.</summary>
public sealed class FunctionsOfStatisticsTests : CallingFunctions
{
    private const string LastMonth = "(date_trunc('month', now() at time zone 'utc') - interval '1 month')::date";

    private const string Nothing = "delete from statistics_tables; delete from statistics_months;";

    // the last day of the month whose turn it is
    private const string Registered = Nothing + Planted + """
        update people set registered_at = (date_trunc('month', now() at time zone 'utc') - interval '1 hour') at time zone 'utc' where person_id = :person;
        insert into person_identities values (:person, 'x');
        insert into person_statuses (status_id, person_id, sealed, recorded_by, recorded_at) values (gen_random_uuid(), :person, 'y', :other, now());
        """;

    private const string Visited = Nothing + """
        insert into visits (visit_id, agency_id, recorded_by, state, site_type, area_code, visited_at, access, counts, sealed, recorded_at, updated_at)
        values (:visit, :agency, :other, 'planned', 'urban', 'LY031901', (date_trunc('month', now() at time zone 'utc') - interval '1 hour') at time zone 'utc', 'full',
                '{"asGiven": {"total": 7, "cells": []}, "asObserved": {"total": 9, "cells": [{"sex": "male", "number": 9}]}}', '', now(), now());
        insert into disembarkations (disembarkation_id, agency_id, recorded_by, at, area_code, force_code, persons, counts, sealed, recorded_at, updated_at)
        values (:landing, :agency, :other, (date_trunc('month', now() at time zone 'utc') - interval '1 hour') at time zone 'utc', 'LY031901', 'other', 5, '[]', '', now(), now());
        insert into outreach_sessions (session_id, agency_id, recorded_by, held_on, area_code, method, topic, reached, counts, sealed, recorded_at, updated_at)
        values (:session, :agency, :other, (date_trunc('month', now() at time zone 'utc') - interval '1 hour')::date, 'LY031901', 'radio', 'atd', 3, '[]', '', now(), now());
        """;

    private const string Field = "select string_agg(activity || ' ' || total, ', ' order by activity) from statistics_field() where agency_id = :agency";

    [Theory]
    [InlineData("", "people-at-visits 9, people-disembarked 5, people-in-outreach 3")]
    [InlineData("update visits set access = null where visit_id = :visit", "people-disembarked 5, people-in-outreach 3")]
    [InlineData("""update visits set counts = '{"asGiven": {"total": 7}, "asObserved": null}' where visit_id = :visit""", "people-at-visits 7, people-disembarked 5, people-in-outreach 3")]
    [InlineData("update visits set visited_at = now() where visit_id = :visit; update disembarkations set at = now() where disembarkation_id = :landing", "people-in-outreach 3")]
    [InlineData("update outreach_sessions set held_on = held_on - 40 where session_id = :session", "people-at-visits 9, people-disembarked 5")]
    [InlineData("insert into access.unreachable (record, team) select unnest(array[:visit, :landing, :session]), :team", "nothing")]
    public async Task Counted_is_what_was_done_in_the_month_and_is_within_reach(string otherwise, string told) =>
        Assert.Equal(told, await OutcomeAsync("", Visited, otherwise, Field, login: "jobs"));

    [Theory]
    [InlineData("", "1")]
    [InlineData("update people set registered_at = now() where person_id = :person", "0")]
    [InlineData("update people set registered_at = registered_at - interval '40 days' where person_id = :person", "0")]
    [InlineData("insert into access.unreachable (record, team) values (:person, :team)", "0")]
    [InlineData("update people set merged_into = person_id where person_id = :person", "0")]   // counted in the file that is kept
    [InlineData("delete from person_identities where person_id = :person", "0")]   // as of who was erased
    public async Task Counted_is_who_was_registered_in_the_month_and_is_within_reach(string otherwise, string number) =>
        Assert.Equal(number, await OutcomeAsync("", Registered, otherwise, "select count(*) from statistics_people() where person_id = :person", login: "jobs"));

    [Theory]
    [InlineData("objection", "received", "{statistics}", "0")]
    [InlineData("objection", "refusal-proposed", "{tracing,statistics}", "0")]
    [InlineData("objection", "answered", "{}", "0")]
    [InlineData("objection", "answered", "{tracing}", "1")]
    [InlineData("objection", "withdrawn", "{statistics}", "1")]
    [InlineData("correction", "received", "{}", "1")]
    public async Task Who_objects_to_it_is_not_counted(string kind, string state, string purposes, string number) => Assert.Equal(number, await OutcomeAsync(
        "", Registered, $$"""
        insert into subject_requests (request_id, person_id, agency_id, kind, how, language, purposes, state, received_on, due_on, recorded_by, recorded_at)
        values (gen_random_uuid(), :person, :agency, '{{kind}}', 'phone', 'ara', '{{purposes}}', '{{state}}', access.day(), access.day(), :other, now())
        """, "select count(*) from statistics_people() where person_id = :person", login: "jobs"));

    [Theory]
    [InlineData("null", "1")]
    [InlineData(":person", "0")]
    public async Task An_objection_counts_in_whichever_file_of_the_person_it_stands(string mergedInto, string number) => Assert.Equal(number, await OutcomeAsync(
        "", Registered, $$"""
        insert into people (person_id, case_code, agency_id, caseworker_id, registered_by, area_code, setting, version, registered_at, updated_at, merged_into)
        values (:duplicate, :duplicate::text, :agency, :other, :other, 'LY02', 'urban', 1, now(), now(), {{mergedInto}});
        insert into subject_requests (request_id, person_id, agency_id, kind, how, language, purposes, state, received_on, due_on, recorded_by, recorded_at)
        values (gen_random_uuid(), :duplicate, :agency, 'objection', 'phone', 'ara', '{}', 'received', access.day(), access.day(), :other, now())
        """, "select count(*) from statistics_people() where person_id = :person", login: "jobs"));

    [Theory]
    [InlineData("", "1")]
    [InlineData("update person_statuses set ended_at = now() where person_id = :person", "0")]
    public async Task Of_what_somebody_is_what_holds_is_counted(string otherwise, string number) =>
        Assert.Equal(number, await OutcomeAsync("", Registered, otherwise, "select cardinality(statuses) from statistics_people() where person_id = :person", login: "jobs"));

    [Theory]
    [InlineData("", "last")]
    [InlineData($"insert into statistics_months values ({LastMonth}, now())", "nothing")]   // this one is not over
    [InlineData($"insert into statistics_months values (({LastMonth} - interval '2 months')::date, now())", "before")]   // none is left out
    public async Task Each_month_has_its_turn_once_it_is_over(string otherwise, string turn) => Assert.Equal(turn, await OutcomeAsync(
        "", Nothing, otherwise, $"select case statistics_due() when {LastMonth} then 'last' when ({LastMonth} - interval '1 month')::date then 'before' when ({LastMonth} + interval '1 month')::date then 'this' end", login: "jobs"));

    [Theory]
    [InlineData("select 1", $"insert into statistics_months values ({LastMonth}, now()) returning 'made'", "made")]
    [InlineData("select 1", $"insert into statistics_months values (({LastMonth} - interval '1 month')::date, now()) returning 'made'", "refused")]
    [InlineData("select 1", $"insert into statistics_months values (({LastMonth} + interval '1 month')::date, now()) returning 'made'", "refused")]
    [InlineData($"insert into statistics_months values ({LastMonth}, access.now())", $"with made as (insert into statistics_tables values ({LastMonth}, 'x', '1')) select 'made'", "made")]
    [InlineData($"insert into statistics_months values ({LastMonth}, access.now() - interval '1 second')", $"with made as (insert into statistics_tables values ({LastMonth}, 'x', '1')) select 'made'", "refused")]
    [InlineData($"insert into statistics_months values ({LastMonth}, now())", "update statistics_months set made_at = now()", "refused")]
    [InlineData($"insert into statistics_months values ({LastMonth}, now())", "delete from statistics_tables", "refused")]
    public async Task A_month_is_made_in_its_turn_at_once_and_stays(string otherwise, string call, string outcome) => Assert.Equal(outcome, await OutcomeAsync("", Nothing, otherwise, call, login: "jobs"));

    [Theory]
    [InlineData("app", "select count(*) from statistics_people()")]
    [InlineData("app", "select count(*) from statistics_field()")]
    [InlineData("app", "select statistics_due()")]
    [InlineData("app", "insert into statistics_months values (current_date, now())")]
    [InlineData("jobs", "select count(*) from statistics_tables")]
    public async Task Nobody_else_counts_and_who_counts_reads_nothing(string login, string call) => Assert.Equal("refused", await OutcomeAsync("statistics", "select 1", "select 1", call, login: login));

    [Theory]
    [InlineData("statistics", "1 1")]
    [InlineData("supervisor", "0 0")]
    public async Task Figures_are_for_who_has_the_role(string role, string seen) => Assert.Equal(seen, await OutcomeAsync(
        role, $"{Nothing} insert into statistics_months values ('2001-01-01', now()); insert into statistics_tables values ('2001-01-01', 'x', '1')", "select 1",
        "select (select count(*) from statistics_months) || ' ' || (select count(*) from statistics_tables)"));
}
