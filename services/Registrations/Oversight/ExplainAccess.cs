using Platform.Access;

namespace Platform.Registrations.Oversight;

/// <summary>Why a member sees a person's file, a transfer or what was recorded in the field, or does not: for administrators and auditors, without what is in it.</summary>
public static class ExplainAccess
{
    private sealed record Parts(bool File, bool Identity, bool Contact, bool Consents, bool Transfer, bool Outline, bool Note, bool Visit, bool Annex, bool Disembarkation, bool Session, bool Mission);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/operations/access", HandleAsync).RequireAuthorization(Policies.ExplainAccess).Audited(DataClass.Organisational, recordIn: "record").Produces<Explanation>();

    private static async Task<IResult> HandleAsync(MemberAndRecord asked, Explanations explanations, CancellationToken ct)
    {
        if (asked.Refusal is { } wrong)
        {
            return wrong;
        }

        var (explanation, refusal) = await explanations.ExplainAsync(asked.Member, asked.Record, Policies.KeepCases, work => LookAsync(work, asked.Record), ct);
        return refusal ?? Results.Ok(explanation);
    }

    private static async Task<Shown> LookAsync(Work work, Guid record)
    {
        var parts = (await work.QuerySingleOrDefaultAsync<Parts>(Select, new { record }))!;
        var changes = await work.QuerySingleOrDefaultAsync<int?>(
            parts.Transfer ? LockTransfer : parts.Visit ? LockVisit : parts.Disembarkation ? LockDisembarkation : parts.Session ? LockSession : parts.Mission ? LockMission : LockFile, new { record }) is not null;
        return new Shown(
            [.. new (string Name, bool Read)[]
            {
                ("file", parts.File), ("identity", parts.Identity), ("contact", parts.Contact), ("consents", parts.Consents),
                ("transfer", parts.Transfer), ("outline", parts.Outline), ("note", parts.Note),
                ("visit", parts.Visit), ("annex", parts.Annex), ("disembarkation", parts.Disembarkation), ("outreach-session", parts.Session), ("mission", parts.Mission),
            }.Where(part => part.Read).Select(part => part.Name)],
            changes,
            ReadBy: parts.Visit || parts.Disembarkation || parts.Session || parts.Mission ? Policies.SeeVisits : null);
    }

    private const string Select = """
        select exists (select 1 from people where person_id = @record) as file,
               exists (select 1 from person_identities where person_id = @record) as identity,
               exists (select 1 from person_contacts where person_id = @record) as contact,
               exists (select 1 from consents where person_id = @record) as consents,
               exists (select 1 from transfers where transfer_id = @record) as transfer,
               exists (select 1 from transfer_outlines where transfer_id = @record) as outline,
               exists (select 1 from transfer_notes where transfer_id = @record) as note,
               exists (select 1 from visits where visit_id = @record) as visit,
               exists (select 1 from visit_annexes where visit_id = @record) as annex,
               exists (select 1 from disembarkations where disembarkation_id = @record) as disembarkation,
               exists (select 1 from outreach_sessions where session_id = @record) as session,
               exists (select 1 from missions where mission_id = @record) as mission
        """;

    // what may be locked may be changed: the policies of an update decide on it, and the lightest lock waits for nobody but a change in its last moment
    private const string LockFile = "select 1 from people where person_id = @record for key share";

    private const string LockTransfer = "select 1 from transfers where transfer_id = @record for key share";

    private const string LockVisit = "select 1 from visits where visit_id = @record for key share";

    private const string LockDisembarkation = "select 1 from disembarkations where disembarkation_id = @record for key share";

    private const string LockSession = "select 1 from outreach_sessions where session_id = @record for key share";

    private const string LockMission = "select 1 from missions where mission_id = @record for key share";
}
