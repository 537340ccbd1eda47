namespace Platform.Scope.Tests;

/// <content>What needs somebody: exactly what they may do now.</content>
public sealed partial class ReferenceModel
{
    private const int DaysImportsAreTold = 7;

    // as priority.csv has it
    private static readonly (int Acknowledge, int Decide) Emergency = (1, 24), Urgent = (8, 72);

    public static bool HasTasks(Member member) =>
        member.Agency.HoldsCases && member.Is("monitor", "caseworker", "supervisor", "focal-point", "protection-officer", "deduplication-desk");

    public IEnumerable<string> TasksOfFiles(Member member) =>
    [
        .. world.Transfers.Where(transfer => transfer.Status == "offered" && IsThere(transfer.Person) && KeepsCases(member) && Supervises(member, transfer.To)).Select(transfer => $"transfer-to-decide {transfer.Id}"),
        .. world.SubjectRequests.Where(request => request.ProposedBy is null && Keeps(member, request.Person)).Select(request => $"request-to-answer {request.Id}"),
        .. world.SubjectRequests.Where(request => request.ProposedBy is { } proposer && proposer != member && IsThere(request.Person)
                && (IsOfficerOf(member, request.Person.Agency.Id) || (member.Is("supervisor") && Keeps(member, request.Person)))).Select(request => $"refusal-to-confirm {request.Id}"),
        .. world.Erasures.Where(erasure => erasure.Asked && !erasure.Person.OutOfReach && erasure.AskedBy != member && Decides(member, erasure)).Select(erasure => $"erasure-to-approve {erasure.Id}"),
        .. world.Exports.Where(export => Approves(member, export)).Select(export => $"export-to-approve {export.Id}"),
        .. world.Exports.Where(export => !export.Made && IsOpen(export) && export.State == "approved" && export.AskedBy == member).Select(export => $"export-to-download {export.Id}"),
        .. world.Emergencies.Where(emergency => !emergency.Confirmed && IsThere(emergency.Person) && emergency.By != member && IsOfficerOf(member, emergency.Person.Agency.Id))
            .Select(emergency => $"emergency-access-to-confirm {emergency.Id}"),
        .. world.FamilyLinks.Where(link => link.IsThere && link.Person.RegisteredBy != member && Keeps(member, link.Person)).Select(link => $"kinship-to-verify {link.Id}"),
        .. world.People.Where(person => Keeps(member, person)).Select(person => $"encounter-follow-up {person.Encounter}"),
        .. world.Visits.Where(visit => Keeps(member, visit)).Select(visit => $"site-reply-awaited {visit.Request}"),
        .. world.FieldRecords.Where(record => record.Kind == "missions" && Keeps(member, record) && world.Today > world.Started.AddDays(World.MissionDays)).Select(mission => $"mission-to-close {mission.Id}"),
        .. world.Programmes.Where(form => form.State == "proposed" && form.Agency == member.Agency && member.Is("supervisor", "protection-officer")).Select(form => $"programme-to-approve {form.Id}"),
        .. world.Imports.Where(import => import.By == member && world.Today < world.Started.AddDays(DaysImportsAreTold)).Select(import => $"import-to-correct {import.Id}"),
    ];

    public IEnumerable<string> TasksOfReferrals(Member member) => world.Referrals.SelectMany(referral => TasksOf(member, referral).Select(kind => $"{kind} {referral.Id}"));

    private IEnumerable<string> TasksOf(Member member, Referral referral)
    {
        if (SeesAsReceiver(member, referral) && referral.Status is "sent") yield return "referral-to-acknowledge";
        if (SeesAsReceiver(member, referral) && referral.Status is "acknowledged") yield return "referral-to-decide";
        if (SeesAsReceiver(member, referral) && referral.Status is "accepted") yield return "outcome-to-record";
        if (!MovesAsSender(member, referral)) yield break;

        if (referral is { VitalInterest: true, Approved: false, Ended: false } && member != referral.SentBy && member.Is("supervisor", "protection-officer", "focal-point")) yield return "basis-to-approve";
        if (!member.Is("caseworker", "supervisor")) yield break;

        if (referral.Status is "rejected" or "returned" && !referral.FollowedUp) yield return "referral-to-follow-up";
        var hours = referral.VitalInterest ? Emergency : Urgent;
        if (referral.Status is "sent" or "acknowledged" && (world.Today.DayNumber - world.Started.DayNumber) * 24 >= (referral.Status == "sent" ? hours.Acknowledge : hours.Decide)) yield return "referral-unanswered";
    }

    private bool IsOpen(Export export) => StateOf(export) != "ended" && !export.Consent.Person.Erased && Exports(export.AskedBy.Agency);

    private bool Approves(Member member, Export export) =>
        IsOpen(export) && export.State != "approved" && member != export.AskedBy && member.Agency == export.AskedBy.Agency
        && member.Id != export.ApprovedBy.Supervisor && member.Id != export.ApprovedBy.Officer
        && ((export.ApprovedBy.Supervisor is null && member.Is("supervisor")) || (export.ApprovedBy.Officer is null && member.Is("protection-officer")));
}
