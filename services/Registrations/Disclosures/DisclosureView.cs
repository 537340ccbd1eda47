using Platform.Access;

namespace Platform.Registrations.Disclosures;

/// <summary>
/// One line of the ledger: who was handed which classes of a person's data, on what basis, and how far that went. Never the data. The state is prepared (taken for
/// a referral, and nobody received it), sent (the recipient sees an envelope without a name), readable, or ended.
/// </summary>
public sealed record DisclosureView(
    long DisclosureId, Guid RecipientAgencyId, string Recipient, string[] Packages, string Purpose, string Basis, Guid[] ConsentIds, Guid? ReferralId, DateTimeOffset PreparedAt,
    string State, DateTimeOffset? ReadableSince, DateTimeOffset? EndedAt, string? EndedAs, string? Because)
{
    // of a referral whose packet was fetched more than once, the last
    internal const string Select = """
        select d.disclosure, d.recipient, d.packages, d.purpose, d.basis, d.consents, d.referral, d.at, h.referral_id is not null as sent, h.readable_since, h.ended_at, h.ended_as, h.because
          from access.disclosures d left join handed_on h on h.referral_id = d.referral
         where d.person = @personId
           and not exists (select 1 from access.disclosures later where later.person = d.person and later.referral = d.referral and later.disclosure > d.disclosure)
         order by d.disclosure desc
        """;

    internal static DisclosureView Of(Row row, Standing standing) => new(
        row.Disclosure, row.Recipient, standing.Agency(row.Recipient)?.Name ?? row.Recipient.ToString(), row.Packages, row.Purpose, row.Basis, row.Consents, row.Referral, row.At,
        row.EndedAt is not null ? "ended" : row.ReadableSince is not null ? "readable" : row.Sent ? "sent" : "prepared", row.ReadableSince, row.EndedAt, row.EndedAs, row.Because);

    internal sealed record Row(
        long Disclosure, Guid Recipient, string[] Packages, string Purpose, string Basis, Guid[] Consents, Guid? Referral, DateTimeOffset At, bool Sent, DateTimeOffset? ReadableSince,
        DateTimeOffset? EndedAt, string? EndedAs, string? Because);
}
