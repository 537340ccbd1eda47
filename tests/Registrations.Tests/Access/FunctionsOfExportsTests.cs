namespace Platform.Registrations.Tests.Access;

/// <summary>What the functions of exports refuse by themselves, whatever the code before them lets through.</summary>
public sealed class FunctionsOfExportsTests : CallingFunctions
{
    private const string Asked = Planted + """
        insert into access.features_on values (:agency, 'export-of-files', access.day(), access.day());
        insert into exports (export_id, agency_id, asked_by, recipient_agency_id, purpose, packages, people, reason, asked_at, expires_at)
        values (:export, :agency, :asker, :recipient, 'service-referral', '{identity}', 1, 'sealed', now(), now() + interval '1 day');
        insert into export_people values (:export, :person);
        """;

    [Theory]
    [InlineData("")]
    [InlineData("update exports set agency_id = gen_random_uuid() where export_id = :export")]
    [InlineData("update exports set asked_by = :me where export_id = :export")]
    [InlineData("update exports set refused_at = now() where export_id = :export")]
    [InlineData("update exports set ended_at = now() where export_id = :export")]
    [InlineData("update exports set asked_at = now() - interval '2 days', expires_at = now() - interval '1 day' where export_id = :export")]
    [InlineData("update exports set supervisor_id = :me where export_id = :export")]
    [InlineData("update exports set officer_id = :me where export_id = :export")]
    [InlineData("update exports set supervisor_id = :other where export_id = :export")]
    [InlineData("delete from access.features_on where agency = :agency")]
    [InlineData("select set_config('app.roles', '{caseworker}', true)")]
    public Task A_supervisor_approves_once_what_another_asked_for(string otherwise) =>
        OnlyAsync("supervisor", "", otherwise, "select export_approve(:export)");

    [Theory]
    [InlineData("")]
    [InlineData("update exports set officer_id = :other where export_id = :export")]
    [InlineData("update exports set supervisor_id = :me where export_id = :export")]
    [InlineData("select set_config('app.roles', '{caseworker}', true)")]
    public Task A_protection_officer_approves_what_no_other_one_did(string otherwise) =>
        OnlyAsync("protection-officer", "", otherwise, "select export_approve(:export)");

    [Theory]
    [InlineData("")]
    [InlineData("update exports set agency_id = gen_random_uuid() where export_id = :export")]
    [InlineData("update exports set asked_by = :me where export_id = :export")]
    [InlineData("update exports set refused_at = now() where export_id = :export")]
    [InlineData("update exports set ended_at = now() where export_id = :export")]
    [InlineData("select set_config('app.roles', '{caseworker}', true)")]
    public Task Who_may_approve_may_refuse(string otherwise) =>
        OnlyAsync("supervisor", "", otherwise, "select export_refuse(:export)");

    [Theory]
    [InlineData("")]
    [InlineData("update exports set agency_id = gen_random_uuid() where export_id = :export")]
    [InlineData("update exports set asked_by = :asker where export_id = :export")]
    [InlineData("update exports set supervisor_id = null where export_id = :export")]
    [InlineData("update exports set officer_id = null where export_id = :export")]
    [InlineData("update exports set refused_at = now() where export_id = :export")]
    [InlineData("update exports set ended_at = now() where export_id = :export")]
    [InlineData("update exports set asked_at = now() - interval '2 days', expires_at = now() - interval '1 day' where export_id = :export")]
    [InlineData("delete from access.features_on where agency = :agency")]
    public Task The_file_is_made_for_who_asked_once_two_approved(string otherwise) =>
        OnlyAsync("caseworker", "update exports set asked_by = :me, supervisor_id = :supervisor, officer_id = :officer where export_id = :export", otherwise, "select export_made(:export)");

    [Theory]
    [InlineData("")]
    [InlineData("update exports set agency_id = gen_random_uuid() where export_id = :export")]
    [InlineData("update exports set asked_by = :asker where export_id = :export")]
    public Task Who_asked_ends_it(string otherwise) =>
        OnlyAsync("caseworker", "update exports set asked_by = :me where export_id = :export", otherwise, "select export_end(:export)");

    [Theory]
    [InlineData("")]
    [InlineData("delete from access.features_on where agency = :agency")]
    [InlineData("select set_config('app.roles', '{protection-officer}', true)")]
    [InlineData("delete from access.grants where record = :person")]
    public Task Who_keeps_the_files_asks(string otherwise) =>
        OnlyAsync("caseworker", "insert into access.grants values (:person, :me, 'ownership', '{identity}', null, :me, now())", otherwise,
            "select export_ask(:new, :recipient, 'service-referral', '{identity}', array[:person], 'sealed', 24)");

    [Theory]
    [InlineData("", "1")]
    [InlineData("update exports set reason = null where export_id = :export", "0")]
    [InlineData("update exports set asked_at = now() - interval '2 days', expires_at = now() - interval '1 day' where export_id = :export", "0")]
    [InlineData("insert into legal_holds values (gen_random_uuid(), :person, 'court', null, :other, now())", "0")]
    [InlineData("update exports set asked_at = now() - interval '2 days', expires_at = now() - interval '1 day' where export_id = :export; update people set erased_at = now() where person_id = :person; update exports set reason = 'sealed' where export_id = :export", "1")]
    public async Task Why_it_was_asked_for_is_forgotten_a_year_after_its_end_or_with_the_person(string otherwise, string found) => Assert.Equal(found, await OutcomeAsync(
        "", $"{Asked}; update exports set asked_at = now() - interval '402 days', expires_at = now() - interval '400 days' where export_id = :export", otherwise,
        "select count(*) from exports_to_forget('365 days') as due(export) where due.export = :export", login: "jobs"));

    [Theory]
    [InlineData("", "1")]
    [InlineData("update exports set reason = null where export_id = :export", "0")]
    public async Task What_was_forgotten_is_counted_once(string otherwise, string counted) =>
        Assert.Equal(counted, await OutcomeAsync("", Asked, otherwise, "select export_forget(array[:export])", login: "jobs"));

    [Theory]
    [InlineData("update exports set refused_at = now(), refused_by = :other where export_id = :export", "True")]
    [InlineData("", "False")]
    public async Task An_erasure_ends_what_was_not_refused(string otherwise, string isOpen) => Assert.Equal(isOpen, await OutcomeAsync(
        "", Asked, $"{otherwise}; update people set erased_at = now() where person_id = :person", "select 1", "select ended_at is null from exports where export_id = :export"));

    private async Task OnlyAsync(string roles, string more, string otherwise, string call) =>
        Assert.Equal(otherwise != "", await OutcomeAsync(roles, $"{Asked}; {more}", otherwise, call) == ByHand.Refused);
}
