using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Referrals.Referrals;

/// <summary>After a rejection or a return the sender says what it does for the person: refers again, serves itself, or closes with a reason.</summary>
public static class FollowUpReferral
{
    /// <summary>What the sender does.</summary>
    /// <param name="Action">re-referred, served-by-sender or closed.</param>
    /// <param name="Reason">Required where it is closed.</param>
    public sealed record Request(string? Action, string? Reason);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Action).NotEmpty().CodeOf(action => action is "re-referred" or "served-by-sender" or "closed");
            RuleFor(request => request.Reason).PlainText(2000);
            RuleFor(request => request.Reason).NotEmpty().When(request => request.Action == "closed");
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/referrals/{referralId:guid}/follow-up", HandleAsync).RequireAuthorization(Policies.SendReferrals)
            .Audited(DataClass.Envelope).Idempotent(ReferralView.RebuildAsync).Produces<ReferralView>();

    private static async Task<IResult> HandleAsync(Guid referralId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (found, notTheirs) = await Standing.LockAsync(work, referralId, ReferralMove.FollowUp);
        if (found is null)
        {
            return notTheirs!;
        }

        if ((body.Refuses(new Rules()) ?? found.Refuses(ReferralMove.FollowUp)) is { } refusal)
        {
            return refusal;
        }

        if (found.FollowUp is not null)
        {
            return Refusal.WrongState(found.Status);
        }

        var note = await keys.GetAsync(referralId, ct) is { } key ? key.SealNote(body.Value.Reason) : null;
        if (note is null && body.Value.Reason is { Length: > 0 })
        {
            return new Refusal(409, "too-late", members: new Dictionary<string, object> { ["state"] = found.Status });   // a reason is kept sealed or not at all
        }

        work.Update(FollowUp, new { referralId, body.Value.Action });
        work.Remember(referralId, found.Version + 1, "followed-up", body.Value.Action, note: note);
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        return Results.Ok(await ReferralView.OpenAsync(row, work, ct));
    }

    private const string FollowUp = "update referrals set follow_up = @action, version = version + 1 where referral_id = @referralId";
}
