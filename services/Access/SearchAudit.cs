using System.Buffers.Binary;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Platform.Access;

/// <summary>
/// An auditor looks through what their own agency's people and systems did at this service, the newest first: who, what, which records and how
/// it ended, never the content. Looking is entered too, under the record that was looked for.
/// </summary>
public static class SearchAudit
{
    /// <summary>An entry.</summary>
    /// <param name="Entry">Its number in this service's audit.</param>
    /// <param name="At">When, by the database's clock.</param>
    /// <param name="Caller">Id of the user or client.</param>
    /// <param name="Action">The route, as <c>GET /people/{personId:guid}</c>.</param>
    /// <param name="DataClass">What the route gives or changes.</param>
    /// <param name="Records">What was read or changed; of what was refused, what was asked for.</param>
    /// <param name="Outcome">allowed, or the kind of a refusal, as not-found.</param>
    /// <param name="Trace">The request's trace.</param>
    internal sealed record AuditEntry(long Entry, DateTimeOffset At, Guid Caller, string Action, string? DataClass, Guid[] Records, string Outcome, string? Trace);

    /// <summary>Maps <c>GET /operations/audit</c>.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/operations/audit", HandleAsync).RequireAuthorization(Policies.SearchAudit).Audited(DataClass.Organisational, recordIn: "record").Produces<Page<AuditEntry>>();

    private static async Task<IResult> HandleAsync(AuditFilter sought, PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if ((sought.Refusal ?? page.Refusal) is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var entries = await work.QueryAsync<AuditEntry>($"{Select}{sought.Conditions}{Newest}", new
        {
            sought.Record,
            sought.Caller,
            sought.Action,
            sought.Outcome,
            sought.From,
            sought.Until,
            page.Before,
            beforeEntry = Grantee.Number(page.BeforeRecord),
            limit = page.Limit + 1,
        });
        work.AuditRecords(sought.Record is { } record ? [record] : []);   // after the look, so that an answer does not hold its own entry
        await work.CommitAsync();
        return Results.Ok(page.Of(entries, entry => entry, entry => (entry.At, InCursor(entry.Entry))));
    }

    // a cursor carries an instant and an id: the number is the id's lower half
    private static Guid InCursor(long entry)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id[8..], entry);
        return new Guid(id, bigEndian: true);
    }

    private const string Select = """
        select entry, at, caller, action, data_class, records, outcome, trace from access.audit where (at, entry) < (@before, @beforeEntry)
        """;

    private const string Newest = " order by at desc, entry desc limit @limit";
}
