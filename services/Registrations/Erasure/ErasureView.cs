using Platform.Access;

namespace Platform.Registrations.Erasure;

/// <summary>An erasure and its proof: which services destroyed how much, and when. It holds ids, codes and times and stays for ever.</summary>
/// <param name="ErasureId">Its id.</param>
/// <param name="PersonId">Whose file; not told to who asked and does not see it any more, unless it is erased.</param>
/// <param name="Status">asked, withdrawn, approved, or done: every service has confirmed.</param>
/// <param name="Because">Code of erasure-reason.csv, or the rule of retention.csv that ordered it; restored where a backup had brought the file back.</param>
/// <param name="Note">For who decides, and who asked as long as they see the file; nobody reads it once that is erased.</param>
/// <param name="Held">A legal hold stands: it is not approved.</param>
/// <param name="AskedBy">Who asked; nobody where a rule ordered it.</param>
/// <param name="AskedAt">When.</param>
/// <param name="DecidedBy">Who approved it, or took it back.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="DoneAt">When the last service had confirmed.</param>
/// <param name="Proof">One line for each service that may hold something of a person, once it is approved.</param>
public sealed record ErasureView(
    Guid ErasureId, Guid? PersonId, string Status, string Because, string? Note, bool Held, Guid? AskedBy, DateTimeOffset AskedAt, Guid? DecidedBy, DateTimeOffset? DecidedAt,
    DateTimeOffset? DoneAt, IReadOnlyList<ErasureView.Line> Proof)
{
    /// <summary>What one service says.</summary>
    /// <param name="Service">Which.</param>
    /// <param name="RecordType">What its records are: person, referral.</param>
    /// <param name="Keys">Of how many records the key is destroyed.</param>
    /// <param name="Tokens">How many search tokens were.</param>
    /// <param name="ConfirmedAt">When; nothing while it is awaited.</param>
    /// <param name="Overdue">It is awaited for longer than a day.</param>
    public sealed record Line(string Service, string RecordType, int? Keys, int? Tokens, DateTimeOffset? ConfirmedAt, bool Overdue);

    /// <summary>The name a note is sealed under, with the person's key.</summary>
    internal const string NoteName = "erasure-note";

    internal const string Select = """
        select erasure_id, case when is_desk or sees_file or status in ('approved', 'done') or 'auditor' = any (access.roles()) then person_id end as person_id, status, because,
               case when is_desk or (asked_by = access.caller() and sees_file) then note end as note,
               status = 'asked' and on_hold(person_id) as held, asked_by, asked_at, decided_by, decided_at, done_at,
               status = 'approved' and decided_at < access.now() - interval '24 hours' as overdue
          from erasures,
               lateral (select desks && access.grantees() as is_desk,
                               exists (select 1 from access.grants g where g.record = erasures.person_id and g.grantee = any (access.grantees()) and (g.until is null or g.until > access.now())) as sees_file) mine
        """;

    internal const string SelectOne = $"{Select} where erasure_id = @erasureId";

    private const string SelectConfirmed = "select erasure_id, service, keys, tokens, confirmed_at from erasure_confirmations where erasure_id = any (@erasures)";

    internal sealed record Row(
        Guid ErasureId, Guid? PersonId, string Status, string Because, byte[]? Note, bool Held, Guid? AskedBy, DateTimeOffset AskedAt, Guid? DecidedBy, DateTimeOffset? DecidedAt,
        DateTimeOffset? DoneAt, bool Overdue);

    private sealed record Confirmed(Guid ErasureId, string Service, int Keys, int Tokens, DateTimeOffset ConfirmedAt);

    /// <summary>With their proofs, and the notes of those that are not erased yet.</summary>
    internal static async Task<IReadOnlyList<ErasureView>> OpenAsync(IReadOnlyList<Row> rows, Work work, CancellationToken ct)
    {
        var confirmed = (await work.QueryAsync<Confirmed>(SelectConfirmed, new { erasures = rows.Select(row => row.ErasureId).ToArray() })).ToLookup(line => line.ErasureId);
        var keys = await work.Service<KeyStore>().GetAsync([.. rows.Where(row => row.Note is not null).Select(row => row.PersonId).OfType<Guid>().Distinct()], ct);
        return [.. rows.Select(row => new ErasureView(
            row.ErasureId, row.PersonId, row.Status, row.Because, row is { Note: { } note, PersonId: { } person } ? keys.GetValueOrDefault(person)?.Open<string>(NoteName, note) : null, row.Held,
            row.AskedBy, row.AskedAt, row.DecidedBy, row.DecidedAt, row.DoneAt, row.Status is "approved" or "done" ? ProofOf(row, [.. confirmed[row.ErasureId]]) : []))];
    }

    /// <summary>Commits, and shows one as it is then.</summary>
    internal static async Task<ErasureView?> CommitAsync(Work work, Guid erasureId, CancellationToken ct) =>
        await work.CommitAsync<Row>(SelectOne, new { erasureId }) is { } row ? (await OpenAsync([row], work, ct))[0] : null;

    internal static async Task<object?> RebuildAsync(Work work, Guid erasureId) => await CommitAsync(work, erasureId, CancellationToken.None);

    private static IReadOnlyList<Line> ProofOf(Row row, IReadOnlyList<Confirmed> confirmed) =>
    [
        .. ErasureProof.Services.Select(awaited => confirmed.FirstOrDefault(line => line.Service == awaited.Service) is { } line
            ? new Line(awaited.Service, awaited.RecordType, line.Keys, line.Tokens, line.ConfirmedAt, Overdue: false)
            : new Line(awaited.Service, awaited.RecordType, null, null, null, row.Overdue)),
    ];
}
