using Platform.Access;

namespace Platform.Registrations.EmergencyAccess;

/// <summary>A file that was opened in an emergency, for who opened it, who keeps it and who confirms.</summary>
/// <param name="AccessId">Its id.</param>
/// <param name="PersonId">Whose file; only for who sees the file.</param>
/// <param name="CaseCode">Its code; only for who sees the file.</param>
/// <param name="OpenedBy">Who opened it.</param>
/// <param name="Reason">Why.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="Until">From then on who opened it reads nothing of it any more.</param>
/// <param name="ConfirmBy">By when a second person should have said whether it was right.</param>
/// <param name="Overdue">Nobody has by then.</param>
/// <param name="ConfirmedBy">Who said so.</param>
/// <param name="ConfirmedAt">When.</param>
/// <param name="Justified">Whether it was right.</param>
public sealed record EmergencyAccessView(
    Guid AccessId, Guid? PersonId, string? CaseCode, Guid OpenedBy, string? Reason, DateTimeOffset OpenedAt, DateTimeOffset Until, DateTimeOffset ConfirmBy, bool Overdue,
    Guid? ConfirmedBy, DateTimeOffset? ConfirmedAt, bool? Justified)
{
    /// <summary>The name the reason is sealed under, with the person's key.</summary>
    internal const string ReasonName = "break-glass-reason";

    // whose file it is comes by the policies of the file
    internal const string Select = """
        select e.access_id, e.person_id as file, p.person_id, p.case_code, e.opened_by, e.reason, e.opened_at, e.until, e.confirm_by,
               e.confirmed_at is null and e.confirm_by < access.now() as overdue, e.confirmed_by, e.confirmed_at, e.justified
          from emergency_accesses e left join people p on p.person_id = e.person_id
        """;

    internal const string SelectOne = $"{Select} where e.access_id = @accessId";

    internal sealed record Row(
        Guid AccessId, Guid File, Guid? PersonId, string? CaseCode, Guid OpenedBy, byte[] Reason, DateTimeOffset OpenedAt, DateTimeOffset Until, DateTimeOffset ConfirmBy, bool Overdue,
        Guid? ConfirmedBy, DateTimeOffset? ConfirmedAt, bool? Justified);

    internal static EmergencyAccessView Of(Row row, RecordKey? key) => new(
        row.AccessId, row.PersonId, row.CaseCode, row.OpenedBy, key?.Open<string>(ReasonName, row.Reason), row.OpenedAt, row.Until, row.ConfirmBy, row.Overdue, row.ConfirmedBy,
        row.ConfirmedAt, row.Justified);

    internal static async Task<EmergencyAccessView> OpenAsync(Row row, KeyStore keys, CancellationToken ct) => Of(row, await keys.GetAsync(row.File, ct));

    internal static async Task<object?> RebuildAsync(Work work, Guid accessId) =>
        await work.CommitAsync<Row>(SelectOne, new { accessId }) is { } row ? await OpenAsync(row, work.Service<KeyStore>(), CancellationToken.None) : null;
}
