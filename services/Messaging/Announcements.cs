using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Access;
using Platform.Hosting;

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
    /// Announces what belongs to the ids after <c>@after</c> in their order, at most <c>@most</c> of them, and gives the last id
    /// (null when there was none) and how much was announced, as <c>last, records</c>. What has one subject goes by its versions.
    /// </param>
    public static void MapAnnouncements(this IEndpointRouteBuilder routes, string statement) =>
        routes.MapPost("/operations/announcements", (Body<ParkedMessages.Nothing> body, ScopedDatabase scoped, JobDatabase database, OutboxSignal signal, CancellationToken ct) => AnnounceAsync(statement, body, scoped, database, signal, ct))
            .RequireAuthorization(Policies.OperateMessages).Audited(DataClass.Organisational).WithMetadata(new NeedsIdempotencyKey());

    private static async Task<IResult> AnnounceAsync(
        string statement, Body<ParkedMessages.Nothing> body, ScopedDatabase scoped, JobDatabase database, OutboxSignal signal, CancellationToken ct)
    {
        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        await using (var asked = await scoped.BeginAsync(ct))
        {
            asked.AuditRecords([]);
            await asked.CommitAsync();
        }

        const int Most = 1000;
        var after = Guid.Empty;
        var records = 0;
        while (true)
        {
            await using var work = await database.BeginAsync(ct);
            var some = await work.CommitAsync<Some>(statement, new { after, most = Most });
            signal.Wake();
            records += some!.Records;
            if (some.Last is not { } last)
            {
                return Results.Ok(new Announced(records));
            }

            after = last;
        }
    }

    private sealed record Some(Guid? Last, int Records);
}
