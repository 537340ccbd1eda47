using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Disclosures;

/// <summary>
/// One line of the ledger: who was handed which classes of a person's data, on what basis, and how far that went. Never the data. The state is <c>unknown</c> (nothing
/// was heard of its referral), <c>sent</c> (the recipient sees an envelope without a name), <c>accepted</c> (without consent it is readable only once a second person
/// has approved, which is not told), <c>readable</c>, <c>ended</c> (it could be read until then), <c>never-read</c> (it ended, and was never accepted) or <c>handed-over</c> (as a file, which nobody can take back).
/// </summary>
public sealed record DisclosureView(
    Guid RecipientAgencyId, string Recipient, string[] Packages, string Purpose, string Basis, Guid[] ConsentIds, Guid? ReferralId, Guid PreparedBy, DateTimeOffset PreparedAt,
    string State, DateTimeOffset? AcceptedAt, DateTimeOffset? ReadableSince, DateTimeOffset? EndedAt, string? EndedAs, string? Because)
{
    /// <summary>A page of a person's ledger, the newest line first; or why there is none.</summary>
    internal static async Task<(Page<DisclosureView>? Page, Refusal? Refusal)> ReadAsync(Work work, Guid personId, PageRequest page, Standing standing)
    {
        if (await work.QuerySingleOrDefaultAsync<Ledger>(Files, new { personId }) is not { Files: { Length: > 0 } files })
        {
            return (null, Refusal.NotFound);
        }

        if (page.Refusal is { } refusal)
        {
            return (null, refusal);
        }

        work.AuditRecords(files);
        var rows = await work.CommitRowsAsync<Row>(Select, new { files, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        return (page.Of(rows, row => Of(row, standing), row => (row.At, row.Record)), null);
    }

    /// <summary>The newest lines, as part of something else that is read of the person.</summary>
    internal static async Task<IReadOnlyList<DisclosureView>> NewestAsync(Work work, Guid personId, int limit, Standing standing) =>
        [.. (await work.QueryAsync<Row>(Select, new { files = new[] { personId }, before = DateTimeOffset.MaxValue, beforeRecord = Guid.AllBitsSet, limit })).Select(row => Of(row, standing))];

    private static DisclosureView Of(Row row, Standing standing) => new(
        row.Recipient, standing.Agency(row.Recipient)?.Name ?? row.Recipient.ToString(), row.Packages, row.Purpose, row.Basis, row.Consents, row.Referral, row.ByCaller, row.At,
        StateOf(row), row.AcceptedAt, row.Basis == "consent" ? row.AcceptedAt : null, row.EndedAt, row.EndedAs, row.Because);

    // that nobody read it is said only where it is proved: who rejects has not accepted, and between the last word that nobody had accepted and the revocation there was no step
    private static string StateOf(Row row) => row switch
    {
        { Stage: "disclosed" } => "handed-over",
        { EndedAs: "rejected" } => "never-read",
        { EndedAs: "revoked", AcceptedAt: null } when row.OpenVersion == row.EndedVersion - 1 => "never-read",
        { EndedAs: not null } => "ended",
        { AcceptedAt: null, OpenVersion: null } => "unknown",
        { AcceptedAt: null } => "sent",
        { Basis: "consent" } => "readable",
        _ => "accepted",
    };

    private const string Files = "select ledger_files(@personId) as files";

    private sealed record Ledger(Guid[] Files);

    // of a packet that was fetched more than once, the last; what differs in anything is a line of its own
    private const string Select = """
        select d.recipient, d.packages, d.purpose, d.basis, d.consents, d.referral, d.stage, d.by_caller, d.at, coalesce(d.referral, d.person) as record,
               h.open_version, h.accepted_at, h.ended_at, h.ended_as, h.ended_version, h.because
          from access.disclosures d
          left join handed_on h on h.referral_id = d.referral and h.from_agency_id = d.by_agency and h.to_agency_id = d.recipient
         where d.person = any (@files) and (d.at, coalesce(d.referral, d.person)) < (@before, @beforeRecord)
           and not exists (select 1 from access.disclosures later
                            where later.person = d.person and later.referral = d.referral and later.disclosure > d.disclosure
                              and (later.by_agency, later.recipient, later.packages, later.purpose, later.basis, later.consents) = (d.by_agency, d.recipient, d.packages, d.purpose, d.basis, d.consents))
         order by d.at desc, record desc limit @limit
        """;

    private sealed record Row(
        Guid Recipient, string[] Packages, string Purpose, string Basis, Guid[] Consents, Guid? Referral, string Stage, Guid ByCaller, DateTimeOffset At, Guid Record,
        int? OpenVersion, DateTimeOffset? AcceptedAt, DateTimeOffset? EndedAt, string? EndedAs, int? EndedVersion, string? Because);
}
