using Platform.Access;
using Platform.Hosting;

namespace Platform.Referrals.Referrals;

/// <summary>A second person of the sender approves that a referral rests on vital interest; only then can its packet be read.</summary>
public static class ApproveBasis
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/referrals/{referralId:guid}/approval", HandleAsync).RequireAuthorization(Policies.ApproveBasis)
            .Audited(DataClass.Envelope).Idempotent(ReferralView.RebuildAsync).Produces<ReferralView>();

    private static async Task<IResult> HandleAsync(Guid referralId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (found, notTheirs) = await Standing.LockAsync(work, referralId, ReferralMove.Approve);
        if (found is null)
        {
            return notTheirs!;
        }

        if (found.SentBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // never one's own
        }

        if ((body.Refuses() ?? found.Refuses(ReferralMove.Approve)) is { } refusal)
        {
            return refusal;
        }

        if (found.Basis == "consent" || found.Approved)
        {
            return Refusal.WrongState(found.Status);
        }

        work.Update(Approve, new { referralId });
        work.Execute("select disclose_packet(@referralId)", new { referralId });
        work.Remember(referralId, found.Version + 1, "approved");
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        return Results.Ok(await ReferralView.OpenAsync(row, work, ct));
    }

    private const string Approve = """
        update referrals set approved_by = access.caller(), approved_at = access.now(), version = version + 1 where referral_id = @referralId
        """;
}
