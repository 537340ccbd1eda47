using Platform.Access;
using Platform.Contracts.Referrals.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>The receiving agency has seen the referral. Stops the first clock only.</summary>
public static class AcknowledgeReferral
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/referrals/{referralId:guid}/acknowledgement", HandleAsync).RequireAuthorization(Policies.ReceiveReferrals)
            .Audited(DataClass.Envelope).Idempotent(ReferralView.RebuildAsync).Produces<ReferralView>();

    private static async Task<IResult> HandleAsync(Guid referralId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (found, notTheirs) = await Standing.LockAsync(work, referralId, ReferralMove.Acknowledge);
        if (found is null)
        {
            return notTheirs!;
        }

        if ((body.Refuses() ?? found.Refuses(ReferralMove.Acknowledge)) is { } refusal)
        {
            return refusal;
        }

        work.Update(Acknowledge, new { referralId });
        work.Moved(referralId, ReferralStatus.Acknowledged);
        work.StopClocks(referralId, Deadlines.Acknowledge);
        work.Remember(referralId, found.Version + 1, "acknowledged");
        work.Publish(new ReferralAcknowledged { SubjectId = referralId, SubjectVersion = found.Version + 1, OccurredAt = work.Now, FromAgencyId = found.FromAgencyId, ToAgencyId = found.ToAgencyId });
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        return Results.Ok(await ReferralView.OpenAsync(row, work, ct));
    }

    // overdue only for the clock that stops here: the other may have run out too
    private const string Acknowledge = """
        update referrals set status = 'acknowledged', version = version + 1,
               overdue_since = case when respond_by <= access.now() then overdue_since end
         where referral_id = @referralId
        """;
}
