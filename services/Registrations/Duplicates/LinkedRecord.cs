using Platform.Access;
using Platform.Registrations.Matching;
using Platform.Registrations.People;

namespace Platform.Registrations.Duplicates;

/// <summary>A record that is looked for across agencies, as the clock finds it, with the consent that this rests on; without one there is nothing to be done with it but to forget it.</summary>
internal sealed record LinkedRecord(
    Guid PersonId, Guid AgencyId, Guid? TeamId, string AreaCode, string CaseCode, byte[] Identity, byte[] Contact, Guid? ConsentId, string[]? Packages, DateOnly? ExpiresOn)
{
    /// <summary>Code of purpose.csv.</summary>
    public const string Purpose = "deduplication";

    /// <summary>The columns, with <c>p</c>, <c>i</c> and <c>c</c> for the person's tables and <c>a</c> for the consent.</summary>
    public const string Columns = """
        p.person_id, p.agency_id, p.team_id, p.area_code, p.case_code, i.sealed as identity, c.sealed as contact, a.consent_id, a.packages, a.expires_on
        """;

    /// <summary>The consent to it, of those that stand the one that lasts longest, as the end of a join.</summary>
    public const string Consent = """
        (select consent_id, packages, expires_on from consents s
          where s.person_id = p.person_id and s.purpose = 'deduplication' and s.recipient_agency_id = @lead and 'identity' = any (s.packages)
            and s.withdrawn_at is null and s.expires_on >= (access.now() at time zone 'utc')::date
          order by s.expires_on desc, s.consent_id limit 1) a
        """;

    /// <summary>The packages that are shown to the desk.</summary>
    public IEnumerable<string> Shown => ShownOf(Packages!);

    /// <summary>What of it is compared and, by the consent, may be seen.</summary>
    public Opened Open(RecordKey key)
    {
        var identity = key.Open<Identity>(People.Identity.Package, Identity);
        var phone = Packages!.Contains(People.Contact.Package) ? key.Open<Contact>(People.Contact.Package, Contact).Phone : null;
        return new(this, key.Seal(DuplicateSide.Name, DuplicateSide.Of(AgencyId, CaseCode, identity, phone)), identity.Subjects(phone));
    }

    /// <summary>Whether it may be handed to the lead now.</summary>
    public bool MayBeShown(Standing standing, Guid lead, DateOnly today) => MayBeShown(standing, lead, AgencyId, Packages, AreaCode, today);

    /// <summary>Whether a record of an agency may be handed to the lead now, by the agreement and a consent to so many packages. What is the lead's own is handed to nobody.</summary>
    public static bool MayBeShown(Standing standing, Guid lead, Guid agencyId, string[]? packages, string areaCode, DateOnly today) =>
        packages is not null && (agencyId == lead || standing.AgreementFor(agencyId, lead, Purpose, ShownOf(packages), areaCode, today) is not null);

    // the phone only of whom it was agreed for
    private static IEnumerable<string> ShownOf(string[] packages) => ((string[])[People.Identity.Package, People.Contact.Package]).Intersect(packages);

    /// <summary>A record that was opened.</summary>
    public sealed record Opened(LinkedRecord Record, byte[] Side, IReadOnlyList<MatchSubject> Subjects);
}
