using FluentValidation;
using Platform.Access;
using Platform.Contracts.Referrals.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>The sender takes the referral back; the receiver reads nothing of the person from this commit.</summary>
public static class RevokeReferral
{
    /// <summary>For the history.</summary>
    public sealed record Request(string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Note).PlainText(2000);
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/referrals/{referralId:guid}/revocation", HandleAsync).RequireAuthorization(Policies.SendReferrals)
            .Audited(DataClass.Envelope).Idempotent(ReferralView.RebuildAsync).Produces<ReferralView>();

    private static async Task<IResult> HandleAsync(Guid referralId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (found, notTheirs) = await Standing.LockAsync(work, referralId, ReferralMove.Revoke);
        if (found is null)
        {
            return notTheirs!;
        }

        if ((body.Refuses(new Rules()) ?? found.Refuses(ReferralMove.Revoke)) is { } refusal)
        {
            return refusal;
        }

        work.End(referralId, ReferralStatus.Revoked, "sender");
        work.Remember(referralId, found.Version + 1, "revoked", "sender", note: (await keys.GetAsync(referralId, ct)).SealNote(body.Value.Note));
        work.TellReceiver(found, "revoked");
        work.Publish(new ReferralRevoked { SubjectId = referralId, SubjectVersion = found.Version + 1, OccurredAt = work.Now, FromAgencyId = found.FromAgencyId, ToAgencyId = found.ToAgencyId, Because = "sender" });
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        return Results.Ok(await ReferralView.OpenAsync(row, work, ct));
    }
}
