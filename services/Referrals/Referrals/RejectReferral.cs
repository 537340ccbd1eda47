using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Contracts.Referrals.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>The receiving agency does not take the referral on, and says why. The sender is shown who else could.</summary>
public static class RejectReferral
{
    /// <summary>Why.</summary>
    public sealed record Request(string? ReasonCode, string? Note);

    internal sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.ReasonCode).NotEmpty().CodeOf(CodeList.RejectReasons.Contains);
            RuleFor(request => request.Note).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/referrals/{referralId:guid}/rejection", HandleAsync).RequireAuthorization(Policies.ReceiveReferrals)
            .Audited(DataClass.Envelope).Idempotent(ReferralView.RebuildAsync).Produces<ReferralView>();

    private static async Task<IResult> HandleAsync(Guid referralId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (found, notTheirs) = await Standing.LockAsync(work, referralId, ReferralMove.Reject);
        if (found is null)
        {
            return notTheirs!;
        }

        if ((body.Refuses(new Rules()) ?? found.Refuses(ReferralMove.Reject)) is { } refusal)
        {
            return refusal;
        }

        work.End(referralId, ReferralStatus.Rejected, body.Value.ReasonCode);
        work.Remember(referralId, found.Version + 1, "rejected", body.Value.ReasonCode, note: (await keys.GetAsync(referralId, ct)).SealNote(body.Value.Note));
        work.TellSender(found, "rejected");
        work.Publish(new ReferralRejected { SubjectId = referralId, SubjectVersion = found.Version + 1, OccurredAt = work.Now, FromAgencyId = found.FromAgencyId, ToAgencyId = found.ToAgencyId });
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        return Results.Ok(await ReferralView.OpenAsync(row, work, ct));
    }
}
