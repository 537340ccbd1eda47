using Platform.Access;

namespace Platform.Referrals.Notices;

/// <summary>What the caller's desks were told, the newest first: references, kinds and clocks.</summary>
public static class ListNotices
{
    /// <summary>A notice.</summary>
    /// <param name="NoticeId">Its id.</param>
    /// <param name="ReferralId">The referral, where it is about one.</param>
    /// <param name="RecordId">What it is about otherwise: for request-due and request-overdue a person's request, for unusual-access what was noticed, for emergency-access that opening, for site-follow-up-overdue a visit, for site-request-overdue what was asked at one, for tracing-follow-up-overdue a search for a family.</param>
    /// <param name="Kind">overdue, sent, approval-awaited, rejected, returned, revoked, outcome, closed, packet-refused, contact-made-unsafe, person-corrected, request-due, request-overdue, unusual-access, emergency-access, site-follow-up-overdue, site-request-overdue or tracing-follow-up-overdue.</param>
    /// <param name="Clock">For overdue: acknowledge or decide.</param>
    /// <param name="Level">For overdue: 1 both focal points, 2 the area's coordinator.</param>
    /// <param name="AreaCode">For a coordinator: the district.</param>
    /// <param name="At">When.</param>
    public sealed record Notice(Guid NoticeId, Guid? ReferralId, Guid? RecordId, string Kind, string? Clock, int? Level, string? AreaCode, DateTimeOffset At);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/notices", HandleAsync).RequireAuthorization(Policies.ReadNotices).Audited(DataClass.Organisational).Produces<Page<Notice>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var notices = await work.CommitRowsAsync<Notice>(Select, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        return Results.Ok(page.Of(notices, notice => notice, notice => (notice.At, notice.NoticeId)));
    }

    private const string Select = """
        select distinct n.notice_id, n.referral_id, n.record as record_id, n.kind, n.clock, n.level, n.area_code, n.at
          from unnest((select access.grantees())) as mine(grantee)
         cross join lateral (
               select notice_id, referral_id, record, kind, clock, level, area_code, at from notices
                where grantee = mine.grantee and (at, notice_id) < (@before, @beforeRecord)
                order by at desc, notice_id desc limit @limit) n
         order by n.at desc, n.notice_id desc limit @limit
        """;
}
