using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.People;

/// <summary>A person's file as those see it who keep the case.</summary>
public sealed record PersonView(
    Guid PersonId, string CaseCode, string GivenName, string? FamilyName, string? OtherNames, IReadOnlyList<Transliteration> Transliterations, string Sex, DateOnly? BirthDate, int? BirthYear,
    string AgePrecision, string AgeBand, bool? AgeDisputed, string? Nationality, IReadOnlyList<NationalityClaim> Nationalities, IReadOnlyList<string> Languages, string? Phone, bool SafeToCall,
    string? PreferredChannel, string? SafeTimes, bool MayLeaveMessage, string AreaCode, string Setting, DateOnly? ArrivalDate, string? Note, Guid AgencyId, Guid? TeamId, Guid CaseworkerId, DateTimeOffset RegisteredAt,
    DateTimeOffset UpdatedAt, Guid? MergedInto, IReadOnlyList<Guid> MergedFiles, int Version)
{
    internal const string Select = """
        select p.person_id, p.case_code, p.agency_id, p.team_id, p.caseworker_id, p.area_code, p.setting, p.arrival_date,
               p.registered_at, p.updated_at, p.version, p.merged_into,
               array(select m.person_id from people m where m.merged_into = p.person_id order by m.person_id) as merged_files, i.sealed as identity, c.sealed as contact
          from people p
          join person_identities i on i.person_id = p.person_id
          join person_contacts c on c.person_id = p.person_id
        """;

    /// <summary>Whether the file is there for the caller.</summary>
    internal const string Seen = "select 1 from people where person_id = @personId";

    /// <summary>The same where they keep it, and nobody else changes what belongs to it meanwhile.</summary>
    internal const string Lock = $"{Seen} for update";

    internal static async Task<PersonView?> OpenAsync(Row? row, Work work, KeyStore keys, CancellationToken ct)
    {
        if (row is null || await keys.GetAsync(row.PersonId, ct) is not { } key)
        {
            return null;
        }

        var identity = key.Open<Identity>(Identity.Package, row.Identity);
        var contact = key.Open<Contact>(Contact.Package, row.Contact);
        return new PersonView(
            row.PersonId, row.CaseCode, identity.GivenName, identity.FamilyName, identity.OtherNames, identity.Transliterations ?? [], identity.Sex, identity.BirthDate,
            identity.BirthYear, identity.AgePrecision, identity.AgeBandOn(DateOnly.FromDateTime(work.Now.UtcDateTime)), identity.AgeDisputed, identity.Nationality,
            identity.Claims, identity.Languages, contact.Phone, contact.SafeToCall, contact.PreferredChannel, contact.SafeTimes, contact.MayLeaveMessage, row.AreaCode, row.Setting, row.ArrivalDate, identity.Note, row.AgencyId,
            row.TeamId, row.CaseworkerId, row.RegisteredAt, row.UpdatedAt, row.MergedInto, row.MergedFiles, row.Version);
    }

    internal static async Task<object?> RebuildAsync(Work work, Guid personId) =>
        await OpenAsync(
            await work.CommitAsync<Row>($"{Select} where p.person_id = @personId", new { personId }), work, work.Service<KeyStore>(), CancellationToken.None);

    /// <summary>
    /// Why a file could not be locked for a change: it is not there for the caller (404), was merged into another one, which is changed instead (409), or its handover
    /// lets them read and no more (403).
    /// </summary>
    internal static async Task<Refusal> NotToChangeAsync(Work work, Guid personId) =>
        await work.QuerySingleOrDefaultAsync<Kept>("select merged_into from people where person_id = @personId", new { personId }) switch
        {
            null => Refusal.NotFound,
            { MergedInto: { } kept } => Merged(kept),
            _ => Refusal.Forbidden,
        };

    /// <summary>What would be done with a file is done with the one that it was merged into.</summary>
    internal static Refusal Merged(Guid into) => new(409, "person-merged", Texts.In(
        "This file was merged into another one: use that.", "دُمج هذا الملف في ملف آخر: استخدم ذلك الملف.", "Ce dossier a été fusionné dans un autre : utilisez celui-là."), members: new Dictionary<string, object> { ["mergedInto"] = into });

    private sealed record Kept(Guid? MergedInto);

    internal sealed record Row(
        Guid PersonId, string CaseCode, Guid AgencyId, Guid? TeamId, Guid CaseworkerId, string AreaCode, string Setting, DateOnly? ArrivalDate,
        DateTimeOffset RegisteredAt, DateTimeOffset UpdatedAt, int Version, Guid? MergedInto, Guid[] MergedFiles, byte[] Identity, byte[] Contact);
}
