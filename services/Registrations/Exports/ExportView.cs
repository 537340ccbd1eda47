using Platform.Access;

namespace Platform.Registrations.Exports;

/// <summary>An export as who asked for it and who may approve it see it: what kind of data of how many people, for whom and why. Never who they are.</summary>
/// <param name="ExportId">Its id.</param>
/// <param name="State">asked, approved-once, approved, made (downloaded at least once), refused or ended.</param>
/// <param name="RecipientAgencyId">For which agency.</param>
/// <param name="Purpose">Code of purpose.csv.</param>
/// <param name="Packages">Codes of package.csv.</param>
/// <param name="People">How many.</param>
/// <param name="Reason">Why a file is needed; gone some time after the end, and when somebody in it is erased.</param>
/// <param name="AskedBy">Who asked, and alone downloads it.</param>
/// <param name="AskedAt">When.</param>
/// <param name="ExpiresAt">From then on it is not made any more.</param>
/// <param name="ApprovedBySupervisor">The supervisor who approved it.</param>
/// <param name="ApprovedByOfficer">The protection officer who approved it.</param>
/// <param name="RefusedBy">Who refused it.</param>
/// <param name="MadeAt">When it was first downloaded.</param>
public sealed record ExportView(
    Guid ExportId, string State, Guid RecipientAgencyId, string Purpose, string[] Packages, int People, string? Reason, Guid AskedBy, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt,
    Guid? ApprovedBySupervisor, Guid? ApprovedByOfficer, Guid? RefusedBy, DateTimeOffset? MadeAt)
{
    /// <summary>The name the reason is sealed under, with the export's key.</summary>
    internal const string ReasonName = "export-reason";

    internal const string Select = """
        select export_id,
               case when refused_at is not null then 'refused'
                    when ended_at is not null or expires_at <= access.now() then 'ended'
                    when made_at is not null then 'made'
                    when supervisor_id is not null and officer_id is not null then 'approved'
                    when supervisor_id is not null or officer_id is not null then 'approved-once'
                    else 'asked' end as state,
               recipient_agency_id, purpose, packages, people, reason, asked_by, asked_at, expires_at, supervisor_id, officer_id, refused_by, made_at
          from exports
        """;

    internal const string SelectOne = $"{Select} where export_id = @exportId";

    internal sealed record Row(
        Guid ExportId, string State, Guid RecipientAgencyId, string Purpose, string[] Packages, int People, byte[]? Reason, Guid AskedBy, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt,
        Guid? SupervisorId, Guid? OfficerId, Guid? RefusedBy, DateTimeOffset? MadeAt);

    internal static ExportView Of(Row row, RecordKey? key) => new(
        row.ExportId, row.State, row.RecipientAgencyId, row.Purpose, row.Packages, row.People, row.Reason is { } reason ? key?.Open<string>(ReasonName, reason) : null, row.AskedBy, row.AskedAt, row.ExpiresAt,
        row.SupervisorId, row.OfficerId, row.RefusedBy, row.MadeAt);

    internal static async Task<ExportView> OpenAsync(Row row, KeyStore keys, CancellationToken ct) => Of(row, await keys.GetAsync(row.ExportId, ct));

    internal static async Task<object?> RebuildAsync(Work work, Guid exportId) =>
        await work.CommitAsync<Row>(SelectOne, new { exportId }) is { } row ? await OpenAsync(row, work.Service<KeyStore>(), CancellationToken.None) : null;

    /// <summary>The export, read when nobody else is deciding on it any more; null when it is not the caller's to see.</summary>
    internal static Task<Row?> LockAsync(Work work, Guid exportId)
    {
        work.LockFirst(Grantee.Number(exportId));
        return work.QuerySingleOrDefaultAsync<Row>(SelectOne, new { exportId });
    }
}
