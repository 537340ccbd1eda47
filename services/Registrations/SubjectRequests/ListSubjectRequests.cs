using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.SubjectRequests;

/// <summary>What people asked about their data, the newest first: of the files one sees, and for a protection officer of the agency; without what was said.</summary>
public static class ListSubjectRequests
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/requests", HandleAsync).RequireAuthorization(Policies.SeeSubjectRequests).Audited(DataClass.Envelope).Produces<Page<SubjectRequestView>>();

    private static async Task<IResult> HandleAsync(string? kind, string? state, string? overdue, PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        if (kind is not (null or "access" or "correction" or "objection"))
        {
            return Refusal.Field("$.kind", Texts.In("access, correction or objection.", "‏access أو correction أو objection.", "access, correction ou objection."));
        }

        if (state is not (null or "received" or "refusal-proposed" or "answered" or "refused" or "withdrawn"))
        {
            return Refusal.Field("$.state", Texts.In("Not a state of a request.", "ليست حالة طلب.", "N'est pas un état de demande."));
        }

        if (overdue is not (null or "true" or "false"))
        {
            return Refusal.Field("$.overdue", Texts.In("true or false.", "‏true أو false.", "true ou false."));
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<SubjectRequestView.Row>(
            Newest, new { kind, state, overdue = overdue is null ? (bool?)null : overdue == "true", page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.RequestId));
        await work.CommitAsync();
        return Results.Ok(page.Of(rows, row => SubjectRequestView.Of(row, null), row => (row.RecordedAt, row.RequestId)));
    }

    private const string Newest = $"""
        {SubjectRequestView.Select}
         where r.agency_id = access.agency() and (r.recorded_at, r.request_id) < (@before, @beforeRecord)
           and (@kind is null or r.kind = @kind) and (@state is null or r.state = @state)
           and (@overdue is null or @overdue = (r.state in ('received', 'refusal-proposed') and r.due_on < (access.now() at time zone 'utc')::date))
         order by r.recorded_at desc, r.request_id desc limit @limit
        """;
}
