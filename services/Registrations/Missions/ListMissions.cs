using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>The missions that the caller keeps or oversees, the last planned first; of one state where that is asked.</summary>
public static class ListMissions
{
    /// <summary>A line of the list.</summary>
    public sealed record Item(Guid MissionId, string State, DateOnly FromOn, DateOnly UntilOn, IReadOnlyList<string> AreaCodes, bool IsCleared, Guid RecordedBy, DateTimeOffset RecordedAt, int Version);

    private sealed record Row(
        Guid MissionId, string State, DateOnly FromOn, DateOnly UntilOn, string[] AreaCodes, bool IsCleared, Guid RecordedBy, DateTimeOffset RecordedAt, int Version, DateTimeOffset SortAt);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/missions", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<Page<Item>>();

    private static async Task<IResult> HandleAsync(string? state, PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        if (state is not null && !CodeList.MissionStates.Contains(state))
        {
            return Refusal.Field("$.state", Texts.In("Not a state of a mission.", "ليست حالة مهمة.", "N'est pas un état de mission."));
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<Row>(state is null ? Select : SelectByState, new { state, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.MissionId));
        await work.CommitAsync();
        return Results.Ok(page.Of(
            rows, row => new Item(row.MissionId, row.State, row.FromOn, row.UntilOn, row.AreaCodes, row.IsCleared, row.RecordedBy, row.RecordedAt, row.Version), row => (row.SortAt, row.MissionId)));
    }

    private const string Select = $"{Newest.In}'missions'{Newest.Page}{Rows}";

    private const string SelectByState = $"{Newest.In}'missions' and state = @state{Newest.Page}{Rows}";

    private const string Rows = """
        select m.mission_id, m.state, m.from_on, m.until_on, m.area_codes, m.cleared_at is not null as is_cleared, m.recorded_by, m.recorded_at, m.version, n.sort_at
          from newest n
          join missions m on m.mission_id = n.record
         order by n.sort_at desc, n.record desc
        """;
}
