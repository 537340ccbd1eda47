namespace Platform.Scope.Tests;

/// <content>Referrals, and how far each side sees.</content>
public sealed partial class ReferenceModel
{
    private static readonly string[] OfEveryReferral =
    [
        "acknowledgeBy", "basis", "fromAgencyId", "overdue", "packages", "priority", "receiverPhoned", "referralId", "respondBy", "sentAt", "serviceCode", "status",
        "toAgencyId", "version",
    ];

    private static readonly string[] Services = ["gbv-response", "trafficking-response"];   // whose name says what happened

    public static bool ReadsReferrals(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "focal-point", "protection-officer");

    /// <summary>
    /// How far it went, as the ledger may say it. Null where that depends on what else was heard: of a referral that was approved and then revoked, whether
    /// it was accepted between is proved by a later word only.
    /// </summary>
    public static string? LedgerStateOf(Referral referral)
    {
        var accepted = referral.Steps.Exists(step => step.Event == "accepted");
        return referral switch
        {
            { Status: "sent" or "acknowledged" } => "sent",
            { Status: "accepted", VitalInterest: true } => "accepted acceptedAt",
            { Status: "accepted" } => "readable acceptedAt readableSince",
            { Status: "rejected" } => "never-read endedAs endedAt",
            { Status: "revoked", Approved: true } when !accepted => null,
            { Status: "revoked" } when !accepted => "never-read because endedAs endedAt",
            { Status: "revoked", VitalInterest: true } => "ended acceptedAt because endedAs endedAt",
            { Status: "revoked" } => "ended acceptedAt because endedAs endedAt readableSince",
            { VitalInterest: true } => "ended acceptedAt endedAs endedAt",
            _ => "ended acceptedAt endedAs endedAt readableSince",
        };
    }

    /// <summary>Who sent it and supervises them, or to whom it went with the case; the agency's focal points, and where a second person must approve its protection officers.</summary>
    public static bool MovesAsSender(Member member, Referral referral) => !referral.OutOfReach && IsOnSendersSide(member, referral);

    /// <summary>And is told of its clocks, also while the team that sent it is evacuated.</summary>
    public static bool IsOnSendersSide(Member member, Referral referral) =>
        ReadsReferrals(member) && (member == referral.Holder || Supervises(member, referral.Team)
            || (member.Agency == referral.From && (member.Is("focal-point") || (referral.VitalInterest && member.Is("protection-officer")))));

    /// <summary>A notice is a reference: a desk that was told keeps it, also when the referral has gone to another team.</summary>
    public static bool WasTold(Member member, Referral referral) => IsOnSendersSide(member, referral)
        || (ReadsReferrals(member) && referral.Before.Exists(before => member == before.Holder || Supervises(member, before.Team)));

    public static bool SeesAsSender(Member member, Referral referral) => MovesAsSender(member, referral) || (ReadsReferrals(member) && !referral.OutOfReach && Reads(member, referral.Handovers));

    /// <summary>The receiving agency's focal points.</summary>
    public static bool SeesAsReceiver(Member member, Referral referral) =>
        ReadsReferrals(member) && member.Agency == referral.To && member.Is("focal-point");

    /// <summary>Of a clock that has run out: the focal points of both sides; then the coordinators whose areas hold the place, of whatever agency that holds cases.</summary>
    public static bool IsToldOf(Member member, Overdue overdue) => overdue.Level == 1
        ? (member.Agency == overdue.Referral.From || member.Agency == overdue.Referral.To) && member.Is("focal-point")
        : member.Is("coordinator") && Places.Hold(member.Areas, overdue.Referral.Area);

    public static bool Sees(Member member, Referral referral) => SeesAsSender(member, referral) || SeesAsReceiver(member, referral);

    /// <summary>What stands now: not ended, on consents that do, and on an agreement in force.</summary>
    public bool Stands(Referral referral) =>
        !referral.Ended && referral.Until >= world.Today && referral.Consents.All(consent => !consent.Withdrawn && consent.Until >= world.Today)
        && AgreementFor(referral.From, referral.To, "service-referral", referral.Packages, referral.Area) is not null;

    public bool ReadsPacket(Member member, Referral referral) =>
        SeesAsReceiver(member, referral) && Stands(referral) && referral.Status == "accepted" && (!referral.VitalInterest || referral.Approved);

    /// <summary>The names of all fields, in order; those of the packet behind it.</summary>
    public string FieldsOf(Member member, Referral referral, bool inList = false)
    {
        var sender = SeesAsSender(member, referral);
        var stands = Stands(referral);
        List<string> fields = [.. OfEveryReferral];
        if ((sender || stands) && !referral.Person.Erased) fields.Add("envelope");
        if (sender) fields.AddRange(["areaCode", "personId"]);
        if (sender && referral.VitalInterest && !referral.Person.Erased && !inList) fields.Add("basisReason");
        if (sender && referral.FollowedUp) fields.Add("followUp");
        if (sender && referral.Status is "rejected" or "returned" && !inList) fields.Add("nextProviders");
        if (referral.EndReason is not null) fields.Add("endReason");
        if (!sender && referral.Status == "accepted" && !inList)
        {
            if (ReadsPacket(member, referral)) fields.Add($"packet({string.Join(' ', referral.Packages.Append("reason").Order(StringComparer.Ordinal))})");
            else if (referral.VitalInterest && !referral.Approved) fields.Add("packet(awaiting-approval)");
        }

        return string.Join(' ', fields.Order(StringComparer.Ordinal));
    }

    /// <summary>Before acceptance a receiver is not told a service whose name says what happened.</summary>
    public static string ServiceOf(Member member, Referral referral) =>
        !SeesAsSender(member, referral) && referral.Status != "accepted" && Services.Contains(referral.Service) ? "specialised-protection" : referral.Service;

    /// <summary>The receiver keeps its own steps; those of others while the referral stands.</summary>
    public string HistoryOf(Member member, Referral referral) => string.Join(' ', referral.Steps
        .Where(step => SeesAsSender(member, referral) || step.By == member.Agency || Stands(referral)).Select(step => step.Event));
}
