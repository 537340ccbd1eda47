using Platform.Access;
using Platform.Hosting;

namespace Platform.Referrals.Referrals;

/// <summary>A referral as the caller's side sees it.</summary>
public static class GetReferral
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/referrals/{referralId:guid}", HandleAsync).RequireAuthorization(Policies.ReadReferrals).Audited(DataClass.Packet).Produces<ReferralView>();

    private static async Task<IResult> HandleAsync(Guid referralId, ScopedDatabase database, KeyStore keys, PersonAuthority authority, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        if (await ReferralView.OpenAsync(row, work, ct) is not { } referral)
        {
            return Refusal.NotFound;
        }

        if (referral is { PersonId: not null, Packet: "pending" } && await keys.GetAsync(referralId, ct) is { } key)
        {
            // a fresh token to fetch the packet with, should the first have grown too old
            await using var lending = await database.BeginAsync(ct);
            lending.Execute(PendingPackets.Lend, new { referralId, token = key.Seal(PendingPackets.Token, await authority.CallersTokenAsync()) });
            await lending.CommitAsync();
        }

        response.Headers.ETag = IfMatch.Tag(referral.Version);
        return Results.Ok(referral);
    }
}
