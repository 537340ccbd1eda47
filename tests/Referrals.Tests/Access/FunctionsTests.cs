namespace Platform.Referrals.Tests.Access;

/// <summary>What the functions of referrals refuse by themselves, whatever the code before them lets through.</summary>
public sealed class FunctionsTests : OnThePlatform
{
    private const string Planted = """
        insert into referrals (referral_id, from_agency_id, to_agency_id, sent_by, service_code, area_code, priority, status, basis, packages, consent_ids, subject_lock, packet_state, sent_at, acknowledge_by, respond_by)
        values (:referral, :sender, :agency, :other, 'shelter', 'LY02', 'normal', 'accepted', 'consent', '{identity}', array[:consent], 1, 'held', now(), now(), now());
        insert into referral_people values (:referral, :person);
        """;

    private const string Line = "insert into access.disclosures (person, recipient, packages, purpose, basis, consents, referral, stage, by_caller, by_agency, at) select :person, :agency, '{identity}', 'service-referral', 'consent', '{}', :referral, stage, :me, :agency, now() from (values ('prepared')) as v(stage)";

    [Theory]
    [InlineData("", "1")]
    [InlineData("update referrals set status = 'sent' where referral_id = :referral", "0")]
    [InlineData("update referrals set packet_state = 'destroyed' where referral_id = :referral", "0")]
    [InlineData("update referrals set basis = 'vital-interest' where referral_id = :referral", "0")]
    [InlineData("update referrals set basis = 'vital-interest', approved_at = now() where referral_id = :referral", "1")]
    [InlineData(Line, "1")]
    public async Task A_packet_is_entered_as_handed_over_once_it_is(string otherwise, string lines) => Assert.Equal(
        lines, await ByHand.OutcomeAsync(Platform, "referrals", "focal-point", Planted, otherwise, "select disclose_packet(:referral)", "select count(*) from access.disclosures where referral = :referral and stage = 'disclosed'"));

    [Fact]
    public async Task It_is_entered_once() => Assert.Equal("1", await ByHand.OutcomeAsync(
        Platform, "referrals", "focal-point", Planted, Line.Replace("prepared", "disclosed", StringComparison.Ordinal), "select disclose_packet(:referral)", "select count(*) from access.disclosures where referral = :referral and stage = 'disclosed'"));

    [Theory]
    [InlineData("auditor", "update referrals set from_agency_id = :agency, to_agency_id = :other where referral_id = :referral", "True")]
    [InlineData("access-admin", "", "True")]
    [InlineData("auditor", "", "False")]
    public async Task Whose_referral_was_read_is_told_to_its_sender_and_who_administers_access(string role, string otherwise, string told) => Assert.Equal(told, await ByHand.OutcomeAsync(
        Platform, "referrals", role, $"{Planted} insert into access.audit (at, caller, agency, action, data_class, records, outcome) values (now(), :me, :agency, 'GET', 'envelope', array[:referral], 'allowed')", otherwise,
        "select person_id is not null from exposed_referrals(:agency, null, now() - interval '1 hour', now() + interval '1 hour', 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 10)"));
}
