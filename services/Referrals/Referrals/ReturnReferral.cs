using Platform.Access;
using Platform.Contracts.Referrals.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>The receiving agency gives an accepted referral back, and reads its packet no more.</summary>
public static class ReturnReferral
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/referrals/{referralId:guid}/return", HandleAsync).RequireAuthorization(Policies.ReceiveReferrals)
            .Audited(DataClass.Envelope).Idempotent(ReferralView.RebuildAsync).Produces<ReferralView>();

    private static async Task<IResult> HandleAsync(
        Guid referralId, Body<RejectReferral.Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (found, notTheirs) = await Standing.LockAsync(work, referralId, ReferralMove.Return);
        if (found is null)
        {
            return notTheirs!;
        }

        if ((body.Refuses(new RejectReferral.Rules()) ?? found.Refuses(ReferralMove.Return)) is { } refusal)
        {
            return refusal;
        }

        work.End(referralId, ReferralStatus.Returned, body.Value.ReasonCode);
        work.Remember(referralId, found.Version + 1, "returned", body.Value.ReasonCode, note: (await keys.GetAsync(referralId, ct)).SealNote(body.Value.Note));
        work.TellSender(found, "returned");
        work.Publish(new ReferralReturned { SubjectId = referralId, SubjectVersion = found.Version + 1, OccurredAt = work.Now, FromAgencyId = found.FromAgencyId, ToAgencyId = found.ToAgencyId });
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        return Results.Ok(await ReferralView.OpenAsync(row, work, ct));
    }
}
