using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>The searches of the people whose files the caller sees, the newest first; of one state where that is asked. No word of one stands in the list.</summary>
public static class ListTracing
{
    /// <summary>A line of the list.</summary>
    public sealed record Item(Guid TracingId, Guid PersonId, string CaseCode, string State, bool MayContact, string BestInterests, DateOnly? FollowUpOn, bool FollowUpOverdue, DateTimeOffset RecordedAt, int Version);

    private sealed record Row(
        Guid TracingId, Guid PersonId, string CaseCode, string State, bool MayContact, string BestInterests, DateOnly? FollowUpOn, bool Overdue, DateTimeOffset RecordedAt, int Version);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/tracing", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<Page<Item>>();

    private static async Task<IResult> HandleAsync(string? status, PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        if (status is not null && !CodeList.TracingStatuses.Contains(status))
        {
            return Refusal.Field("$.status", Texts.In("Not a state of a search.", "ليست حالة بحث.", "N’est pas un état de recherche."));
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<Row>(Newest, new { status, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.PersonId).Distinct());
        await work.CommitAsync();
        return Results.Ok(page.Of(
            rows, row => new Item(row.TracingId, row.PersonId, row.CaseCode, row.State, row.MayContact, row.BestInterests, row.FollowUpOn, row.Overdue, row.RecordedAt, row.Version),
            row => (row.RecordedAt, row.TracingId)));
    }

    // a file stays in its agency, so its searches do; which of them the caller sees is the policies' to say
    private const string Newest = """
        select t.tracing_id, t.person_id, p.case_code, t.state, t.may_contact,
               case when t.interests_ok_by is not null then 'approved' when t.interests_by is not null then 'proposed' else 'none' end as best_interests,
               t.follow_up_on, coalesce(t.follow_up_on < (access.now() at time zone 'utc')::date, false) as overdue, t.recorded_at, t.version
          from tracings t
          join people p on p.person_id = t.person_id
         where t.agency_id = access.agency() and (t.recorded_at, t.tracing_id) < (@before, @beforeRecord) and (@status is null or t.state = @status)
         order by t.recorded_at desc, t.tracing_id desc limit @limit
        """;
}
