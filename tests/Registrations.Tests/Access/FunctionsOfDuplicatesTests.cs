namespace Platform.Registrations.Tests.Access;

/// <summary>What follows of itself, in the commit of what it follows: keys across agencies and pairs at the desk.</summary>
public sealed class FunctionsOfDuplicatesTests : CallingFunctions
{
    private const string Pair = Planted + """
        insert into people (person_id, case_code, agency_id, caseworker_id, registered_by, area_code, setting, version, registered_at, updated_at)
        values (:another, :another::text, :agency, :other, :other, 'LY02', 'urban', 1, now(), now()), (:third, :third::text, :agency, :other, :other, 'LY02', 'urban', 1, now(), now());
        insert into keyings (person_id, stamp, linking) values (:person, 1, 'none'), (:another, 1, 'none'), (:third, 1, 'none');
        insert into link_keys (kind, key, person_id) values (1, 1, :person), (1, 1, :another);
        insert into duplicates (duplicate_id, one, other, state, band, reasons, rules, found_at, version)
        values (:pair, least(:person, :another), greatest(:person, :another), 'open', 'strong', '{}', 1, now(), 1),
               (:elsewhere, least(:third, :another), greatest(:third, :another), 'open', 'strong', '{}', 1, now(), 1);
        """;

    private const string Consent = """
        insert into consents (consent_id, person_id, purpose, recipient_agency_id, packages, given_by, method, language, expires_on, recorded_by, given_at, version)
        values (:consent, :person, 'deduplication', :recipient, '{identity}', 'self', 'oral', 'ara', access.day(), :other, now(), 1)
        """;

    private const string State = "select (select state from duplicates where duplicate_id = :pair) || ' ' || (select count(*) from link_keys where person_id = :person) || ' ' || (select linking from keyings where person_id = :person)";

    [Theory]
    [InlineData(Consent, "open 1 due")]
    [InlineData(Consent + "; update consents set withdrawn_at = now() where consent_id = :consent", "ended 0 due")]
    public async Task A_consent_that_is_given_ends_nothing_and_one_that_is_taken_back_ends_all(string what, string outcome) =>
        Assert.Equal(outcome, await OutcomeAsync("", Pair, what, "select 1", State));

    [Theory]
    [InlineData("none", "none")]
    [InlineData("linked", "due")]
    public async Task Who_is_not_linked_is_not_linked_by_a_change_of_the_file(string before, string after) => Assert.Equal(after, await OutcomeAsync(
        "", $"{Pair}; insert into person_identities values (:person, 'x'); update keyings set linking = '{before}' where person_id = :person", "update person_identities set sealed = 'y' where person_id = :person",
        "select 1", "select linking from keyings where person_id = :person"));

    [Fact]
    public async Task With_a_person_go_the_pairs_of_that_person_and_no_other() => Assert.Equal("1 0 1", await OutcomeAsync(
        "", Pair, "update people set erased_at = now() where person_id = :person", "select 1",
        "select (select count(*) from duplicates where duplicate_id = :elsewhere) || ' ' || (select count(*) from duplicates where duplicate_id = :pair) || ' ' || (select count(*) from link_keys where person_id = :another)"));
}
