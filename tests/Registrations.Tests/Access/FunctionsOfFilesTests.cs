namespace Platform.Registrations.Tests.Access;

/// <summary>Files: opened in an emergency, their consents, their ledger.</summary>
public sealed class FunctionsOfFilesTests : CallingFunctions
{
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
    [InlineData("update consents set withdrawn_at = now() where consent_id = :consent", "False")]
    [InlineData("update consents set expires_on = access.day() - 1 where consent_id = :consent", "False")]
    [InlineData("update consents set recipient_agency_id = :other where consent_id = :consent", "False")]
    [InlineData("delete from consents where consent_id = :consent", "False")]
    public async Task A_receiver_is_told_that_what_it_was_given_on_stands(string otherwise, string stands) => Assert.Equal(
        stands, await OutcomeAsync("", (Planted + Consents).Replace(":recipient", ":agency", StringComparison.Ordinal), otherwise, "select consents_standing(array[:consent])"));

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
}
