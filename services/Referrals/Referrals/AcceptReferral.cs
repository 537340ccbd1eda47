using FluentValidation;
using Platform.Access;
using Platform.Contracts.Referrals.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>The receiving agency takes the referral on, and from now on may read its packet.</summary>
public static class AcceptReferral
{
    /// <summary>What the receiver tells the sender.</summary>
    public sealed record Request(string? Note, DateOnly? FirstAppointment);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(request => request.Note).PlainText(2000);
            RuleFor(request => request.FirstAppointment).Must(date => date is null || (date >= today && date <= today.AddYears(1)))
                .WithMessage(_ => Texts.In("From today to a year ahead.", "من اليوم حتى سنة.", "D'aujourd'hui à un an."));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/referrals/{referralId:guid}/acceptance", HandleAsync).RequireAuthorization(Policies.ReceiveReferrals)
            .Audited(DataClass.Packet).Idempotent(ReferralView.RebuildAsync).Produces<ReferralView>();

    private static async Task<IResult> HandleAsync(
        Guid referralId, Body<Request> body, ScopedDatabase database, KeyStore keys, PersonAuthority authority, Standings standings, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (found, notTheirs) = await Standing.LockAsync(work, referralId, ReferralMove.Accept);
        if (found is null)
        {
            return notTheirs!;
        }

        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        if ((body.Refuses(new Rules(today)) ?? found.Refuses(ReferralMove.Accept)) is { } refusal)
        {
            return refusal;
        }

        if (standings.Current.AgreementFor(found.FromAgencyId, found.ToAgencyId, "service-referral", found.Packages, found.AreaCode, today) is null)
        {
            return new Refusal(409, "agreement-ended", members: new Dictionary<string, object> { ["state"] = found.Status });
        }

        if (found.Basis == "consent")
        {
            switch (await authority.StandAsync(found.ConsentIds, ct))
            {
                case null: return Refusal.Unavailable("registrations-unavailable");
                case false: return new Refusal(409, "consent-withdrawn", members: new Dictionary<string, object> { ["state"] = found.Status });
                default: break;
            }
        }

        work.Update(Accept, new { referralId });
        work.Moved(referralId, ReferralStatus.Accepted);
        work.StopClocks(referralId);
        work.Remember(referralId, found.Version + 1, "accepted", nextDate: body.Value.FirstAppointment, note: (await keys.GetAsync(referralId, ct)).SealNote(body.Value.Note));
        work.Execute(Disclose, new { referralId });
        work.Publish(new ReferralAccepted { SubjectId = referralId, SubjectVersion = found.Version + 1, OccurredAt = work.Now, FromAgencyId = found.FromAgencyId, ToAgencyId = found.ToAgencyId });
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        return Results.Ok(await ReferralView.OpenAsync(row, work, ct));
    }

    private const string Accept = "update referrals set status = 'accepted', overdue_since = null, version = version + 1 where referral_id = @referralId";

    // the ledger names the person; the receiver's own login never reads who it is
    private const string Disclose = "select disclose_packet(@referralId)";
}
