namespace Platform.Scope.Tests;

/// <summary>
/// Who may see what, in as few words as it can be said. Written from the rules, apart from the product: what it says is what every
/// read path of the platform must answer, no row and no field more, and none less.
/// </summary>
public sealed class ReferenceModel(World world)
{
    private static readonly string[] OfEveryReferral =
    [
        "acknowledgeBy", "basis", "fromAgencyId", "overdue", "packages", "priority", "receiverPhoned", "referralId", "respondBy", "sentAt", "serviceCode", "status",
        "toAgencyId", "version",
    ];

    private static readonly string[] Services = ["gbv-response", "trafficking-response"];   // whose name says what happened

    /// <summary>A suspended member, one of a suspended agency, or one whose main team is evacuated gets no answer at all.</summary>
    public bool MayEnter(Member member) => !world.Suspended.Contains(member.Id) && !world.Suspended.Contains(member.Agency.Id) && member.MainTeam is not { Evacuated: true };

    public static bool KeepsCases(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor");

    public static bool ReadsReferrals(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "focal-point", "protection-officer");

    /// <summary>Who opened the file, who has it in hand, and who supervises the team that has it; nobody while that is evacuated.</summary>
    public static bool Keeps(Member member, Person person) =>
        IsThere(person) && KeepsCases(member) && (member == person.Opener || member == person.Caseworker || Supervises(member, person.Team));

    /// <summary>And who kept it before, while the handover lasts, or opened it in an emergency, for an hour: they read, and no more.</summary>
    public static bool Sees(Member member, Person person) => Keeps(member, person) || (IsThere(person) && KeepsCases(member) && (Reads(member, person.Handovers) || person.InEmergency.Contains(member)));

    private static bool IsThere(Person person) => !person.Erased && !person.OutOfReach;

    public static bool SeesEmergencies(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "protection-officer");

    /// <summary>Who opened it, who keeps the file, and the agency's protection officers.</summary>
    public static bool Sees(Member member, Emergency emergency) =>
        IsThere(emergency.Person) && SeesEmergencies(member) && (member == emergency.By || Keeps(member, emergency.Person) || (member.Is("protection-officer") && member.Agency == emergency.Person.Agency));

    /// <summary>Whose file it was is told to who sees the file.</summary>
    public static string FieldsOf(Member member, Emergency emergency) =>
        $"accessId {(Sees(member, emergency.Person) ? "caseCode " : "")}confirmBy {(emergency.Confirmed ? "confirmedAt confirmedBy justified " : "")}openedAt openedBy overdue {(Sees(member, emergency.Person) ? "personId " : "")}reason until";

    public static bool ReadsLedgers(Member member) => KeepsCases(member) || (member.Agency.HoldsCases && member.Is("auditor"));

    /// <summary>Who has a person's data is told to who sees the file, and to the auditors of its agency, who do not.</summary>
    public static bool SeesLedger(Member member, Person person) => Sees(member, person) || (member.Is("auditor") && member.Agency.HoldsCases && member.Agency == person.Agency && !person.OutOfReach);

    public static bool ReadsErasures(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "protection-officer", "auditor");

    /// <summary>Who asked; who decides; and the auditors of the agency.</summary>
    public static bool Sees(Member member, Erasure erasure) => ReadsErasures(member) && !erasure.Person.OutOfReach
        && (member == erasure.AskedBy || Decides(member, erasure) || (member.Agency == erasure.Person.Agency && member.Is("auditor")));

    /// <summary>Supervisors of the team that has the file by now, or had it when it was erased, and the protection officers of the agency.</summary>
    private static bool Decides(Member member, Erasure erasure) =>
        Supervises(member, erasure.Person.Team) || (member.Agency == erasure.Person.Agency && member.Is("protection-officer"));

    /// <summary>Who asked and does not see the file any more is told that there is one: neither whose file, until it is erased, nor the note.</summary>
    public static string FieldsOf(Member member, Erasure erasure)
    {
        List<string> fields = ["askedAt", "askedBy", "because", "erasureId", "held", "proof", "status"];
        if (!erasure.Asked) fields.AddRange(["decidedAt", "decidedBy", "doneAt"]);
        if (!erasure.Asked || Decides(member, erasure) || member.Is("auditor") || Sees(member, erasure.Person)) fields.Add("personId");
        if (erasure.Asked && (Decides(member, erasure) || (member == erasure.AskedBy && Sees(member, erasure.Person)))) fields.Add("note");
        return string.Join(' ', fields.Order(StringComparer.Ordinal));
    }

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

    /// <summary>Who offered it or had the case in hand then, and the supervisors of both teams.</summary>
    public static bool Sees(Member member, Transfer transfer) =>
        IsThere(transfer.Person) && KeepsCases(member) && (member == transfer.OfferedBy || member == transfer.Caseworker || Supervises(member, transfer.From) || Supervises(member, transfer.To));

    public static bool SeesSubjectRequests(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "protection-officer");

    /// <summary>Who sees the file; and the agency's protection officers, who are told no more than that there is one.</summary>
    public static bool Sees(Member member, SubjectRequest request) => Sees(member, request.Person) || (IsThere(request.Person) && IsOfficerOf(member, request.Person.Agency.Id));

    public static bool IsOfficerOf(Member member, Guid agency) => member.Is("protection-officer") && member.Agency.HoldsCases && member.Agency.Id == agency;

    public static string FieldsOf(Member member, SubjectRequest request, bool inList = false)
    {
        List<string> fields = ["dueOn", "kind", "overdue", "receivedOn", "recordedAt", "recordedBy", "requestId", "state"];
        if (request.ProposedBy is not null) fields.AddRange(["proposedBy", "reasonCode"]);
        if (Sees(member, request.Person))
        {
            fields.AddRange(["caseCode", "how", "language", "personId"]);
            if (request.Kind == "access") fields.Add("copy");
            if (request.Kind == "objection") fields.Add("objectsTo");
            if (request.Kind == "correction" && !inList) fields.Add("what");
        }

        return string.Join(' ', fields.Order(StringComparer.Ordinal));
    }

    /// <summary>Whose case it is, is told to who sees the file; until it is decided, an outline to both sides.</summary>
    public static string FieldsOf(Member member, Transfer transfer, bool inList = false)
    {
        List<string> fields = ["handoverDays", "offeredAt", "offeredBy", "status", "toTeamId", "transferId", "version"];
        if (transfer.From is not null) fields.Add("fromTeamId");
        if (transfer.Status != "offered") fields.Add("endedAt");
        if (transfer.Status == "rejected") fields.Add("endReason");
        if (transfer.Status == "accepted") fields.AddRange(["caseworkerId", "handoverUntil"]);
        if (transfer.Status == "offered" || Sees(member, transfer.Person)) fields.Add("outline");
        if (Sees(member, transfer.Person)) fields.AddRange(inList ? ["caseCode", "personId"] : ["caseCode", "note", "personId"]);
        return string.Join(' ', fields.Order(StringComparer.Ordinal));
    }

    /// <summary>The receiving agency's focal points.</summary>
    public static bool SeesAsReceiver(Member member, Referral referral) =>
        ReadsReferrals(member) && member.Agency == referral.To && member.Is("focal-point");

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

    /// <summary>What may be handed over of a person: agreement in force, and consent to each package. None: why not.</summary>
    public string HandOver(Member member, Person person, Agency recipient, IReadOnlyList<string> packages, string area) =>
        !KeepsCases(member) ? "403"
        : !Sees(member, person) ? "404"
        : !Keeps(member, person) ? "403"
        : world.Suspended.Contains(recipient.Id) || !recipient.HoldsCases || AgreementFor(member.Agency, recipient, "service-referral", packages, area) is null ? "400 agreement-missing"
        : packages.Any(package => ConsentFor(person, recipient, package) is null) ? "400 consent-missing"
        : $"200 {string.Join(' ', packages.Order(StringComparer.Ordinal))}";

    /// <summary>Switched on everywhere in this world; it stands on the assessment and on an agreement that names what it handles.</summary>
    public bool Exports(Agency agency) => agency.HoldsCases && world.AssessedUntil(agency) >= world.Today && world.Agreements.Exists(agreement =>
        agreement.Active && agreement.From <= world.Today && agreement.Until >= world.Today && agreement.Parties.Contains(agency) && agreement.Packages.Count == 2);

    public static bool SeesExports(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "protection-officer");

    /// <summary>Who asked for it, and who in the agency may approve.</summary>
    public static bool Sees(Member member, Export export) => SeesExports(member) && member.Agency == export.AskedBy.Agency && (member == export.AskedBy || member.Is("supervisor", "protection-officer"));

    public string StateOf(Export export) => world.Today >= export.On.AddDays(3) ? "ended" : export.State;

    /// <summary>Why there is no file, or whose data it holds.</summary>
    public string FileOf(Member member, Export export) =>
        !MayEnter(member) ? "401"
        : !KeepsCases(member) || !Exports(member.Agency) ? "403"
        : !Sees(member, export) ? "404"
        : member != export.AskedBy ? "403"
        : StateOf(export) is var state && state == "ended" ? "410"
        : state != "approved" ? "409"
        : !Keeps(member, export.Consent.Person) || !MayExport(export.AskedBy.Agency, export.Consent) ? "410"
        : $"200 {(export.Consent.Packages.Contains("identity") ? export.Consent.Person.Id : null)}";

    /// <summary>By an agreement, and by consents to each of the packages for that purpose.</summary>
    public bool MayExport(Agency from, Consent on) =>
        !world.Suspended.Contains(on.Recipient.Id) && AgreementFor(from, on.Recipient, on.Purpose, on.Packages, "LY031901") is not null
        && on.Packages.All(package => ConsentFor(on.Person, on.Recipient, package, on.Purpose) is not null);

    public Consent? ConsentFor(Person person, Agency recipient, string package, string purpose = "service-referral") => world.Consents
        .Where(consent => consent.Person == person && consent.Recipient == recipient && consent.Purpose == purpose
            && !consent.Withdrawn && consent.Until >= world.Today && consent.Packages.Contains(package))
        .MaxBy(consent => consent.Until);

    public Agreement? AgreementFor(Agency from, Agency to, string purpose, IReadOnlyList<string> packages, string area) => world.Agreements.FirstOrDefault(agreement =>
        agreement.Active && agreement.From <= world.Today && agreement.Until >= world.Today && from != to
        && agreement.Parties.Contains(from) && agreement.Parties.Contains(to)
        && agreement.Purposes.Contains(purpose) && packages.All(agreement.Packages.Contains)
        && (agreement.Area == "*" || area.StartsWith(agreement.Area, StringComparison.Ordinal)));

    private static bool Reads(Member member, List<Handover> handovers) => handovers.Exists(handover => handover.Member == member || Supervises(member, handover.Team));

    private static bool Supervises(Member member, Team? team) => team is { Evacuated: false } && member.Is("supervisor") && member.Teams.Contains(team);
}
