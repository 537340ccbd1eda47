using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Transfers;

/// <summary>A case on its way from one team to another: to decide by, an outline without a name; whose case it is, for who sees the file.</summary>
public sealed record TransferView(
    Guid TransferId, string Status, Guid? FromTeamId, Guid ToTeamId, Guid OfferedBy, DateTimeOffset OfferedAt, string? ReasonCode, int HandoverDays,
    DateTimeOffset? EndedAt, string? EndReason, Guid? CaseworkerId, DateTimeOffset? HandoverUntil, TransferView.OutlineView? Outline, Guid? PersonId, string? CaseCode,
    string? Note, int Version)
{
    /// <summary>Who it is about, as coarsely as an envelope may say it.</summary>
    public sealed record OutlineView(string Sex, string AgeBand, string Adm2, string Setting);

    /// <summary>The name a note is sealed under, with the person's key.</summary>
    internal const string NoteName = "transfer-note";

    // whose case it is comes by the policies of the person's own tables
    internal const string Select = """
        select t.transfer_id, t.status, t.from_team_id, t.to_team_id, t.offered_by, t.offered_at, t.reason_code, t.handover_days, t.ended_at, t.end_reason,
               t.caseworker_id, t.handover_until, t.version, o.sex, o.age_band, o.adm2, o.setting, p.person_id, p.case_code, n.sealed as note
          from transfers t
          left join transfer_outlines o on o.transfer_id = t.transfer_id
          left join people p on p.person_id = t.person_id
          left join transfer_notes n on n.transfer_id = t.transfer_id
        """;

    internal const string SelectOne = $"{Select} where t.transfer_id = @transferId";

    internal static TransferView Of(Row row, string? note) => new(
        row.TransferId, row.Status, row.FromTeamId, row.ToTeamId, row.OfferedBy, row.OfferedAt, row.ReasonCode, row.HandoverDays, row.EndedAt, row.EndReason,
        row.CaseworkerId, row.HandoverUntil, row.Sex is null ? null : new OutlineView(row.Sex, row.AgeBand!, row.Adm2!, row.Setting!), row.PersonId, row.CaseCode, note, row.Version);

    internal static async Task<TransferView?> OpenAsync(Row? row, Work work, CancellationToken ct) =>
        row is null ? null
        : Of(row, row is { Note: { } sealedNote, PersonId: { } personId } && await work.Service<KeyStore>().GetAsync(personId, ct) is { } key ? key.Open<string>(NoteName, sealedNote) : null);

    internal static async Task<object?> RebuildAsync(Work work, Guid transferId) =>
        await OpenAsync(await work.CommitAsync<Row>(SelectOne, new { transferId }), work, CancellationToken.None);

    internal sealed record Row(
        Guid TransferId, string Status, Guid? FromTeamId, Guid ToTeamId, Guid OfferedBy, DateTimeOffset OfferedAt, string? ReasonCode, int HandoverDays, DateTimeOffset? EndedAt,
        string? EndReason, Guid? CaseworkerId, DateTimeOffset? HandoverUntil, int Version, string? Sex, string? AgeBand, string? Adm2, string? Setting, Guid? PersonId,
        string? CaseCode, byte[]? Note);

    /// <summary>A transfer as a move finds it, and on which side of it the caller is: a supervisor of both teams is on both.</summary>
    internal sealed record Standing(Guid PersonId, Guid AgencyId, Guid ToTeamId, string Status, bool Sends, bool Receives, int HandoverDays)
    {
        /// <summary>Locked until the move has committed. Not there and not theirs look the same.</summary>
        public static Task<Standing?> LockAsync(Work work, Guid transferId) => work.QuerySingleOrDefaultAsync<Standing>(Lock, new { transferId });

        /// <summary>409 with the state when it is decided already.</summary>
        public Refusal? RefusesDecided => Status == "offered" ? null : Refusal.WrongState(Status);

        private const string Lock = """
            select t.person_id, t.agency_id, t.to_team_id, t.status,
                   exists (select 1 from access.grants g where g.record = t.transfer_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because <> 'transfer') as sends,
                   exists (select 1 from access.grants g where g.record = t.transfer_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because = 'transfer') as receives,
                   t.handover_days
              from transfers t where t.transfer_id = @transferId for update of t
            """;
    }
}
