namespace Platform.Scope.Tests;

/// <content>What people ask about their data.</content>
public sealed partial class ReferenceModel
{
    public static bool SeesSubjectRequests(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "protection-officer");

    /// <summary>Who sees the file; and the agency's protection officers, who are told no more than that there is one.</summary>
    public static bool Sees(Member member, SubjectRequest request) => Sees(member, request.Person) || (IsThere(request.Person) && IsOfficerOf(member, request.Person.Agency.Id));

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
}
