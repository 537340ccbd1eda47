using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Referrals.Referrals;

/// <summary>The agency's inbox, or what it sent; the newest first, by the envelope only.</summary>
public static class ListReferrals
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/referrals", HandleAsync).RequireAuthorization(Policies.ReadReferrals).Audited(DataClass.Envelope).Produces<Page<ReferralView>>();

    private static async Task<IResult> HandleAsync(string? box, string? status, PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        if (box is not ("inbox" or "sent"))
        {
            return Refusal.Field("$.box", Texts.In("inbox or sent.", "‏inbox أو sent.", "inbox ou sent."));
        }

        if (status is not null && !CodeList.ReferralStates.Contains(status))
        {
            return Refusal.Field("$.status", Texts.In("Not a state of a referral.", "ليست حالة إحالة.", "N'est pas un état d'orientation."));
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<ReferralView.Row>(status is null ? Select : SelectByState, new { box, status, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        if (rows.Count > 0)
        {
            work.AuditRecords(rows.Take(page.Limit).Select(row => row.ReferralId));
        }

        await work.CommitAsync();
        var views = new List<ReferralView>(rows.Count);
        foreach (var row in rows)
        {
            views.Add(await ReferralView.LineOfAsync(row, work, ct) with { Packet = null });
        }

        return Results.Ok(page.Of(views, view => view, view => (view.SentAt, view.ReferralId)));
    }

    private const string Select = $"{Newest.In}@box{Newest.Page}{Rows}";

    private const string SelectByState = $"{Newest.In}@box and state = @status{Newest.Page}{Rows}";

    private const string Rows = """
        select r.referral_id, r.status, r.priority, r.service_code, r.from_agency_id, r.to_agency_id, r.sent_at, r.acknowledge_by, r.respond_by,
               r.overdue_since is not null as overdue, r.receiver_phoned, r.basis, r.packages, r.area_code, r.end_reason, r.follow_up, r.version,
               r.packet_state, r.approved_at is not null as approved, r.contact_unsafe_since, r.corrected_since, e.subject, e.sex, e.age_band, e.adm2, s.person_id, null::bytea as sealed, null::bytea as basis_sealed
          from newest n
          join referrals r on r.referral_id = n.record
          left join referral_envelopes e on e.referral_id = r.referral_id
          left join referral_people s on s.referral_id = r.referral_id
         order by n.sort_at desc, n.record desc
        """;
}
