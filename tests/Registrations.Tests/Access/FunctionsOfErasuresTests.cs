namespace Platform.Registrations.Tests.Access;

/// <summary>Erasures: who approves one, and what goes with the file.</summary>
public sealed class FunctionsOfErasuresTests : CallingFunctions
{
    private const string Asked = Planted + "insert into erasures (erasure_id, person_id, agency_id, desks, because, status, asked_by, asked_at) values (:erasure, :person, :agency, array[:desk], 'person-asked', 'asked', :other, now());";

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

    private const string WithConsents = Asked + Consents + """
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
}
