using Platform.Access;
using Platform.Hosting;

namespace Platform.Referrals.Referrals;

/// <summary>A referral as the caller's side sees it.</summary>
public static class GetReferral
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/referrals/{referralId:guid}", HandleAsync).RequireAuthorization(Policies.ReadReferrals).Audited(DataClass.Packet).Produces<ReferralView>();

    private static async Task<IResult> HandleAsync(Guid referralId, ScopedDatabase database, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        if (await ReferralView.OpenAsync(row, work, ct) is not { } referral)
        {
            return Refusal.NotFound;
        }

        response.Headers.ETag = IfMatch.Tag(referral.Version);
        return Results.Ok(referral);
    }
}
