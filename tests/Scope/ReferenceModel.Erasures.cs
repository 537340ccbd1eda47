namespace Platform.Scope.Tests;

/// <content>What is asked to be erased, and the proof of it.</content>
public sealed partial class ReferenceModel
{
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
}
