namespace Platform.Registrations.Tests.Access;

/// <summary>Transfers: whose case it is afterwards, and who reads on.</summary>
public sealed class FunctionsOfTransfersTests : CallingFunctions
{
    private const string Offered = Kept + """
        insert into transfers (transfer_id, agency_id, person_id, to_team_id, to_desk, offered_by, handover_days, status, offered_at)
        values (:transfer, :agency, :person, :team, :desk, :other, 14, 'offered', now());
        """;

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
}
