namespace Platform.Scope.Tests;

/// <content>Cases that go from team to team.</content>
public sealed partial class ReferenceModel
{
    /// <summary>Who offered it or had the case in hand then, and the supervisors of both teams.</summary>
    public static bool Sees(Member member, Transfer transfer) =>
        IsThere(transfer.Person) && KeepsCases(member) && (member == transfer.OfferedBy || member == transfer.Caseworker || Supervises(member, transfer.From) || Supervises(member, transfer.To));

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
}
