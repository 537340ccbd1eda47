using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Exports;

/// <summary>A person of an export, as they are now, and what keeps them from being in it.</summary>
/// <param name="PersonId">Whose data.</param>
/// <param name="Identity">Their package identity.</param>
/// <param name="Contact">Their package contact.</param>
/// <param name="Consents">The consents that it stands on.</param>
/// <param name="Lacks">agreement or consent, where one of these does not cover it.</param>
/// <param name="Alone">child or detainee, where they may be one: then nobody else is in the export.</param>
internal sealed record ExportedPerson(Guid PersonId, Identity Identity, Contact Contact, IReadOnlyList<Guid> Consents, string? Lacks, string? Alone)
{
    /// <summary>Of how many people at most an export is.</summary>
    public const int Most = 25;

    private sealed record Row(Guid PersonId, string AreaCode, string Setting, byte[] Identity, byte[] Contact);

    private sealed record Consent(Guid PersonId, Guid ConsentId, string[] Packages);

    /// <summary>To whom, for what, and which classes of data.</summary>
    public sealed record Terms(Guid Recipient, string Purpose, IReadOnlyList<string> Packages);

    /// <summary>Those of these people whose files the caller keeps, in the order of their ids. A withdrawal or a change waits until this has committed, or this sees it.</summary>
    public static Task<IReadOnlyList<ExportedPerson>> ReadAsync(Work work, IEnumerable<Guid> people, Terms terms, CancellationToken ct) =>
        ReadAsync(work, LockFiles, new { people = people.ToArray() }, terms, ct);

    /// <summary>Those of an export whose files the caller keeps.</summary>
    public static Task<IReadOnlyList<ExportedPerson>> ReadAsync(Work work, Guid exportId, Terms terms, CancellationToken ct) =>
        ReadAsync(work, LockFilesOfExport, new { exportId }, terms, ct);

    /// <summary>
    /// An export is never a list of children or detainees, nor of many: who may be a child, or is held, is in it alone. Null when it keeps to that.
    /// </summary>
    public static Refusal? RefusesList(IReadOnlyList<ExportedPerson> people) =>
        people.Count > 1 && people.FirstOrDefault(person => person.Alone is not null) is { } alone ? Bulk($"{alone.Alone}-alone") : null;

    /// <summary>The rule that it breaks: at-most-25, child-alone or detainee-alone.</summary>
    public static Refusal Bulk(string rule) => new(409, "bulk-export", Texts.In(
        $"An export is of {Most} people at most, and never a list of children or of people who are held: each of these, also who may be one, is in it alone.",
        $"يشمل التصدير {Most} شخصاً على الأكثر، ولا يكون أبداً قائمة بأطفال أو محتجزين: كل من هو منهم، أو قد يكون منهم، يُصدَّر وحده.",
        $"Un export concerne {Most} personnes au plus, et n'est jamais une liste d'enfants ou de personnes détenues : chacune, même si ce n'est que possible, y est seule."),
        new Dictionary<string, object> { ["rule"] = rule });

    private static async Task<IReadOnlyList<ExportedPerson>> ReadAsync(Work work, string sql, object args, Terms terms, CancellationToken ct)
    {
        var rows = await work.QueryAsync<Row>(sql, args);
        var (today, standing) = (DateOnly.FromDateTime(work.Now.UtcDateTime), work.Service<Standings>().Current);
        var consents = await work.QueryAsync<Consent>(StandingConsents, new { people = rows.Select(row => row.PersonId).ToArray(), terms.Recipient, terms.Purpose });
        var keys = await work.Service<KeyStore>().GetAsync([.. rows.Select(row => row.PersonId)], ct);
        return [.. rows.Where(row => keys.ContainsKey(row.PersonId)).Select(Open)];

        ExportedPerson Open(Row row)
        {
            var identity = keys[row.PersonId].Open<Identity>(Identity.Package, row.Identity);
            // of each package the consent that lasts longest
            var relied = terms.Packages.Select(package => consents.FirstOrDefault(consent => consent.PersonId == row.PersonId && consent.Packages.Contains(package))?.ConsentId).ToList();
            var agreed = standing.AgreementFor(work.Caller.Agency, terms.Recipient, terms.Purpose, terms.Packages, row.AreaCode, today) is not null;
            return new ExportedPerson(
                row.PersonId, identity, keys[row.PersonId].Open<Contact>(Contact.Package, row.Contact), [.. relied.OfType<Guid>().Distinct()],
                !agreed ? "agreement" : relied.Contains(null) ? "consent" : null,
                identity.MayBeChildOn(today) ? "child" : row.Setting == "detention" ? "detainee" : null);
        }
    }

    private const string Files = """
        select p.person_id, p.area_code, p.setting, i.sealed as identity, c.sealed as contact
          from people p
          join person_identities i on i.person_id = p.person_id
          join person_contacts c on c.person_id = p.person_id
        """;

    private const string LockFiles = $"{Files} where p.person_id = any (@people) order by p.person_id for share of p, i, c";

    private const string LockFilesOfExport = $"{Files} where p.person_id in (select person_id from export_people where export_id = @exportId) order by p.person_id for share of p, i, c";

    private const string StandingConsents = """
        select person_id, consent_id, packages from consents
         where person_id = any (@people) and recipient_agency_id = @recipient and purpose = @purpose and withdrawn_at is null and expires_on >= access.day()
         order by expires_on desc
        """;
}
