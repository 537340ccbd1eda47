using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>Something that waits for somebody, of one kind.</summary>
/// <param name="Code">Code of task-kind.csv.</param>
/// <param name="State">What it is until its time is over: new, due or awaiting-approval.</param>
/// <param name="SubjectType">What it is about, as <c>visit</c>.</param>
/// <param name="Policy">The policy of the route by which it is done. Who is not let in there has no such task.</param>
/// <param name="Open">
/// A select of those that the caller may do now: the record's id, its path, since when it waits, when its time is over (or null) and an area (or null). The
/// policies of the tables say which records there are for the caller; what else it takes to act on one is said here as the route says it.
/// </param>
public sealed record TaskKind(string Code, string State, string SubjectType, string Policy, string Open);

/// <summary>What needs the caller now, of all kinds of a service that are theirs to do: references, as notices are. Who opens one reads it at its own route.</summary>
public static class TaskList
{
    /// <summary>A task.</summary>
    /// <param name="TaskId">The same as long as it stands.</param>
    /// <param name="Kind">Code of task-kind.csv.</param>
    /// <param name="State">overdue: its time is over; otherwise new, due or awaiting-approval: it takes a second person, and that may be the caller.</param>
    /// <param name="SubjectType">What it is about.</param>
    /// <param name="SubjectId">Which; of what an agency offers, the agency.</param>
    /// <param name="Path">The record's path. What is done to it is done there or below it.</param>
    /// <param name="Since">Since when it waits.</param>
    /// <param name="Due">When its time is over, where it has one.</param>
    /// <param name="AreaCode">Of a place. That of a person is read with their file.</param>
    internal sealed record Item(Guid TaskId, string Kind, string State, string SubjectType, Guid SubjectId, string Path, DateTimeOffset Since, DateTimeOffset? Due, string? AreaCode);

    private sealed record Row(
        Guid TaskId, string Kind, string State, string SubjectType, Guid SubjectId, string Path, DateTimeOffset Since, DateTimeOffset? Due, string? AreaCode, DateTimeOffset SortAt);

    /// <summary>Maps the list of a service's tasks.</summary>
    /// <param name="routes">The service's routes.</param>
    /// <param name="path">Where, as <c>/referrals/tasks</c>.</param>
    /// <param name="kinds">All that there are in the service.</param>
    public static void MapTasks(this IEndpointRouteBuilder routes, string path, IReadOnlyList<TaskKind> kinds) =>
        routes.MapGet(path, (string? kind, string? state, PageRequest page, ScopedDatabase database, CancellationToken ct) => HandleAsync(kinds, kind, state, page, database, ct))
            .RequireAuthorization(Policies.SeeTasks).Audited(DataClass.Organisational).Produces<Page<Item>>();

    private static async Task<IResult> HandleAsync(IReadOnlyList<TaskKind> kinds, string? kind, string? state, PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        if (kind is not null && kinds.All(one => one.Code != kind))
        {
            return Refusal.Field("$.kind", Texts.In("Not a kind of task here.", "ليس نوعاً من المهام هنا.", "N'est pas un type de tâche ici."));
        }

        if (state is not (null or "new" or "due" or "overdue" or "awaiting-approval"))
        {
            return Refusal.Field("$.state", Texts.In("new, due, overdue or awaiting-approval.", "‏new أو due أو overdue أو awaiting-approval.", "new, due, overdue ou awaiting-approval."));
        }

        await using var work = await database.BeginAsync(ct);
        List<TaskKind> theirs = [.. kinds.Where(one => (kind is null || one.Code == kind) && Policies.Allow(one.Policy, work.Caller))];
        var rows = theirs.Count == 0 ? [] : await work.CommitRowsAsync<Row>(Select(theirs), new { state, page.After, page.AfterRecord, limit = page.Limit + 1 });
        return Results.Ok(page.Of(
            rows, row => new Item(row.TaskId, row.Kind, row.State, row.SubjectType, row.SubjectId, row.Path, row.Since, row.Due, row.AreaCode), row => (row.SortAt, row.TaskId)));
    }

    // one round trip for all of them; as many statements as there are sets of rights
    private static string Select(IEnumerable<TaskKind> kinds) => $"""
        select t.task_id, t.kind, w.state, t.subject_type, t.subject_id, t.path, t.since, t.due, t.area_code, w.sort_at
          from ({string.Join("\nunion all\n", kinds.Select(One))}) t
         cross join lateral (select case when t.due <= access.now() then 'overdue' else t.otherwise end as state,
                                    -- what has no time that is over stands behind what has one, the oldest first
                                    coalesce(t.due, t.since + interval '100 years') as sort_at) w
         where (@state::text is null or w.state = @state) and (w.sort_at, t.task_id) > (@after, @afterRecord)
         order by w.sort_at, t.task_id limit @limit
        """;

    private static string One(TaskKind kind) => $"""
        select md5('{kind.Code} ' || o.subject_id || o.path)::uuid as task_id, '{kind.Code}' as kind, '{kind.State}' as otherwise, '{kind.SubjectType}' as subject_type, o.subject_id, o.path, o.since, o.due, o.area_code
          from ({kind.Open}) o (subject_id, path, since, due, area_code)
        """;
}
