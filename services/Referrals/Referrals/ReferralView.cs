using Platform.Access;

namespace Platform.Referrals.Referrals;

/// <summary>
/// A referral as one side sees it. The sender sees whom it is about and each step; the receiver the envelope, and from
/// acceptance until the end the packet. What a side may not see is not there.
/// </summary>
public sealed record ReferralView
{
    /// <summary>Id, random in its lower half, so that it tells no order to guess by.</summary>
    public required Guid ReferralId { get; init; }

    /// <summary>Code of referral-state.csv.</summary>
    public required string Status { get; init; }

    /// <summary>emergency, urgent or normal.</summary>
    public required string Priority { get; init; }

    /// <summary>Code of service.csv; <c>specialised-protection</c> to a receiver who has not accepted, where the service itself would say what happened to the person.</summary>
    public required string ServiceCode { get; init; }

    /// <summary>Who sent it.</summary>
    public required Guid FromAgencyId { get; init; }

    /// <summary>Who it was sent to.</summary>
    public required Guid ToAgencyId { get; init; }

    /// <summary>When it was sent; both clocks run from here.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Until when the receiver must acknowledge.</summary>
    public required DateTimeOffset AcknowledgeBy { get; init; }

    /// <summary>Until when the receiver must accept or reject.</summary>
    public required DateTimeOffset RespondBy { get; init; }

    /// <summary>Whether a clock ran out and nobody answered since.</summary>
    public required bool Overdue { get; init; }

    /// <summary>An emergency was also phoned to the receiver.</summary>
    public required bool ReceiverPhoned { get; init; }

    /// <summary>consent or vital-interest.</summary>
    public required string Basis { get; init; }

    /// <summary>For the sender, where the basis is not consent: why, for the person who approves it.</summary>
    public string? BasisReason { get; init; }

    /// <summary>Classes of data in the packet.</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>Whom it is about, as the receiver may know before accepting.</summary>
    public EnvelopeView? Envelope { get; init; }

    /// <summary>For the receiver, from acceptance to the end: the packet. Before it exists or may be read: <c>pending</c> or <c>awaiting-approval</c>.</summary>
    public object? Packet { get; init; }

    /// <summary>For the sender: the person.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>For the sender: adm3 P-code of the service asked for.</summary>
    public string? AreaCode { get; init; }

    /// <summary>Why it ended, where it ended for a reason.</summary>
    public string? EndReason { get; init; }

    /// <summary>For the sender, after a rejection or a return: what it did next.</summary>
    public string? FollowUp { get; init; }

    /// <summary>For the sender, after a rejection or a return: who else offers the service there, the best first.</summary>
    public IReadOnlyList<ProviderView>? NextProviders { get; init; }

    /// <summary>Grows with each step.</summary>
    public required int Version { get; init; }

    /// <summary>A person without a name.</summary>
    /// <param name="Subject">Pseudonym good for this referral only.</param>
    /// <param name="Sex">Code of sex.csv.</param>
    /// <param name="AgeBand">UNHCR age band.</param>
    /// <param name="Adm2">P-code of the district.</param>
    public sealed record EnvelopeView(Guid Subject, string Sex, string AgeBand, string Adm2);

    /// <summary>Somebody else who could help.</summary>
    public sealed record ProviderView(Guid AgencyId, string ServiceCode, IReadOnlyList<string> AreaCodes, int? Capacity);

    internal const string Select = """
        select r.referral_id, r.status, r.priority, r.service_code, r.from_agency_id, r.to_agency_id, r.sent_at, r.acknowledge_by, r.respond_by,
               r.overdue_since is not null as overdue, r.receiver_phoned, r.basis, r.packages, r.area_code, r.end_reason, r.follow_up, r.version,
               r.packet_state, r.approved_at is not null as approved, r.contact_unsafe_since, r.corrected_since, e.subject, e.sex, e.age_band, e.adm2, s.person_id, p.sealed, b.sealed as basis_sealed
          from referrals r
          left join referral_envelopes e on e.referral_id = r.referral_id
          left join referral_people s on s.referral_id = r.referral_id
          left join referral_packets p on p.referral_id = r.referral_id
          left join referral_bases b on b.referral_id = r.referral_id
        """;

    internal const string SelectOne = $"{Select} where r.referral_id = @referralId";

    /// <summary>The whole referral, with who else could help where somebody has to be found.</summary>
    internal static async Task<ReferralView?> OpenAsync(Row? row, Work work, CancellationToken ct)
    {
        if (row is null)
        {
            return null;
        }

        var view = await LineOfAsync(row, work, ct);
        return view is { PersonId: not null, Status: "rejected" or "returned" }
            ? view with { NextProviders = await Directory.NextProviders.ForAsync(work, row.ServiceCode, row.AreaCode, row.Packages, row.ToAgencyId) }
            : view;
    }

    /// <summary>What its own row says; asks nobody else but for the key where something sealed came with it.</summary>
    internal static async Task<ReferralView> LineOfAsync(Row row, Work work, CancellationToken ct)
    {

        var receiver = row.FromAgencyId != work.Caller.Agency;
        var key = row.Sealed is null && row.BasisSealed is null ? null : await work.Service<KeyStore>().GetAsync(row.ReferralId, ct);
        return new ReferralView
        {
            ReferralId = row.ReferralId,
            Status = row.Status,
            Priority = row.Priority,
            ServiceCode = receiver && row.Status is not "accepted" && SaysTooMuch(row.ServiceCode) ? "specialised-protection" : row.ServiceCode,
            FromAgencyId = row.FromAgencyId,
            ToAgencyId = row.ToAgencyId,
            SentAt = row.SentAt,
            AcknowledgeBy = row.AcknowledgeBy,
            RespondBy = row.RespondBy,
            Overdue = row.Overdue,
            ReceiverPhoned = row.ReceiverPhoned,
            Basis = row.Basis,
            Packages = row.Packages,
            Envelope = row.Subject is { } subject ? new EnvelopeView(subject, row.Sex!, row.AgeBand!, row.Adm2!) : null,
            BasisReason = row.BasisSealed is { } why ? key?.Open<string>("basis", why) : null,
            Packet = key is not null && row.Sealed is { } packet ? key.Open<Packet>(Referrals.Packet.Name, packet).Marked(row.ContactUnsafeSince, row.CorrectedSince)
                : receiver && row.Status == "accepted" && row.PacketState == "pending" ? "pending"
                : receiver && row.Status == "accepted" && row.Basis != "consent" && !row.Approved ? "awaiting-approval"
                : !receiver && row is { PacketState: "pending", Status: "sent" or "acknowledged" or "accepted" } ? "pending"
                : null,
            PersonId = row.PersonId,
            AreaCode = receiver ? null : row.AreaCode,
            EndReason = row.EndReason,
            FollowUp = receiver ? null : row.FollowUp,
            Version = row.Version,
        };
    }

    // committed, not only queried: a repeat may show the packet again, and that is a read like any other
    internal static async Task<object?> RebuildAsync(Work work, Guid referralId) =>
        await OpenAsync(await work.CommitAsync<Row>(SelectOne, new { referralId }), work, CancellationToken.None);

    /// <summary>Services whose mere name says what happened to the person.</summary>
    private static bool SaysTooMuch(string serviceCode) => serviceCode is "gbv-response" or "trafficking-response";

    internal sealed record Row(
        Guid ReferralId, string Status, string Priority, string ServiceCode, Guid FromAgencyId, Guid ToAgencyId, DateTimeOffset SentAt,
        DateTimeOffset AcknowledgeBy, DateTimeOffset RespondBy, bool Overdue, bool ReceiverPhoned, string Basis, string[] Packages, string AreaCode,
        string? EndReason, string? FollowUp, int Version, string PacketState, bool Approved, DateTimeOffset? ContactUnsafeSince, DateTimeOffset? CorrectedSince,
        Guid? Subject, string? Sex, string? AgeBand, string? Adm2, Guid? PersonId, byte[]? Sealed, byte[]? BasisSealed);
}
