using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Platform.Access;

/// <summary>What was unusual in the access of the own agency's people and systems, the newest first: for its auditors and protection officers.</summary>
public static class ListUnusualAccess
{
    /// <summary>A notice.</summary>
    /// <param name="NoticeId">Its id.</param>
    /// <param name="Caller">The user or client.</param>
    /// <param name="Kind">many-records, out-of-area, after-reassignment or many-refused.</param>
    /// <param name="Records">How many records, or attempts, it was about.</param>
    /// <param name="Since">The hour's first instant.</param>
    /// <param name="Until">Its last: when it was noticed.</param>
    internal sealed record Notice(Guid NoticeId, Guid Caller, string Kind, int Records, DateTimeOffset Since, DateTimeOffset Until);

    /// <summary>Maps <c>GET /operations/unusual</c>.</summary>
    public static void MapUnusualAccess(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/operations/unusual", HandleAsync).RequireAuthorization(Policies.SeeUnusualAccess).Audited(DataClass.Organisational).Produces<Page<Notice>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var notices = await work.QueryAsync<Notice>(Select, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(notices.Take(page.Limit).Select(notice => notice.NoticeId));
        await work.CommitAsync();
        return Results.Ok(page.Of(notices, notice => notice, notice => (notice.Until, notice.NoticeId)));
    }

    private const string Select = """
        select notice_id, caller, kind, records, since, until from access.unusual
         where agency = access.agency() and (until, notice_id) < (@before, @beforeRecord)
         order by until desc, notice_id desc limit @limit
        """;
}
