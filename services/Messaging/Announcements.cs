using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Access;

namespace Platform.Messaging;

/// <summary>
/// An owner announces its current state again, for a new or restored service that then follows. Versions make it harmless to
/// whoever knew: a projection applies only a higher one.
/// </summary>
public static class Announcements
{
    /// <summary>How many records were announced.</summary>
    public sealed record Announced(int Records);

    /// <summary>Maps <c>POST /operations/announcements</c>.</summary>
    /// <param name="routes">The service's routes.</param>
    /// <param name="statement">
    /// Announces the records after <c>@after</c> in the order of their ids, at most <c>@most</c>, and gives the last id and
    /// the count, as <c>last, records</c>.
    /// </param>
    public static void MapAnnouncements(this IEndpointRouteBuilder routes, string statement) =>
        routes.MapPost("/operations/announcements", (JobDatabase database, OutboxSignal signal, CancellationToken ct) => AnnounceAsync(statement, database, signal, ct))
            .RequireAuthorization(Policies.OperateMessages).Audited(DataClass.Organisational);

    private static async Task<IResult> AnnounceAsync(string statement, JobDatabase database, OutboxSignal signal, CancellationToken ct)
    {
        const int Most = 1000;
        Guid? after = null;
        var records = 0;
        while (true)
        {
            await using var work = await database.BeginAsync(ct);
            var some = await work.CommitAsync<Some>(statement, new { after, most = Most });
            signal.Wake();
            records += some!.Records;
            if (some.Records < Most)
            {
                return Results.Ok(new Announced(records));
            }

            after = some.Last;
        }
    }

    private sealed record Some(Guid? Last, int Records);
}
