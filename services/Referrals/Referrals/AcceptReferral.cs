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
        // the authority is asked while nothing is held; what changed meanwhile shows when the row is locked
        var (seen, no) = await LookAsync(referralId, body, database, standings, ct);
        if (seen is null)
        {
            return no!;
        }

        if (seen.Basis == "consent")
        {
            switch (await authority.StandAsync(seen.ConsentIds, ct))
            {
                case null: return Refusal.Unavailable("registrations-unavailable");
                case false: return Ended("consent-withdrawn", seen);
                default: break;
            }
        }

        await using var work = await database.BeginAsync(ct);
        var (found, notTheirs) = await Standing.LockAsync(work, referralId, ReferralMove.Accept);
        if (found is null)
        {
            return notTheirs!;
        }

        if (Refuses(found, DateOnly.FromDateTime(work.Now.UtcDateTime), standings) is { } meanwhile)
        {
            return meanwhile;
        }

        TakeOn(work, found, body.Value.FirstAppointment, (await keys.GetAsync(referralId, ct)).SealNote(body.Value.Note));
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        return Results.Ok(await ReferralView.OpenAsync(row, work, ct));
    }

    /// <summary>All that acceptance changes, to be done with the commit.</summary>
    internal static void TakeOn(Work work, Standing found, DateOnly? firstAppointment = null, byte[]? note = null)
    {
        var referralId = found.ReferralId;
        work.Update(Accept, new { referralId });
        work.Moved(referralId, ReferralStatus.Accepted);
        work.StopClocks(referralId);
        work.Remember(referralId, found.Version + 1, "accepted", nextDate: firstAppointment, note: note);
        work.Execute(Disclose, new { referralId });
        work.Publish(new ReferralAccepted { SubjectId = referralId, SubjectVersion = found.Version + 1, OccurredAt = work.Now, FromAgencyId = found.FromAgencyId, ToAgencyId = found.ToAgencyId });
    }

    private static async Task<(Standing? Seen, Refusal? Refusal)> LookAsync(Guid referralId, Body<Request> body, ScopedDatabase database, Standings standings, CancellationToken ct)
    {
        await using var look = await database.BeginAsync(ct);
        var (found, notTheirs) = await Standing.LookAsync(look, referralId, ReferralMove.Accept);
        if (found is null)
        {
            return (null, notTheirs);
        }

        var today = DateOnly.FromDateTime(look.Now.UtcDateTime);
        return (body.Refuses(new Rules(today)) ?? Refuses(found, today, standings)) is { } refusal ? (null, refusal) : (found, null);
    }

    // the last day counts from midnight on, whether or not the sweep that revokes has come by
    internal static Refusal? Refuses(Standing found, DateOnly today, Standings standings) =>
        found.Refuses(ReferralMove.Accept)
        ?? (standings.Current.AgreementFor(found.FromAgencyId, found.ToAgencyId, "service-referral", found.Packages, found.AreaCode, today) is null ? Ended("agreement-ended", found)
            : found.ConsentUntil < today ? Ended(found.Basis == "consent" ? "consent-withdrawn" : "agreement-ended", found)
            : null);

    private static Refusal Ended(string what, Standing found) => new(409, what, members: new Dictionary<string, object> { ["state"] = found.Status });

    private const string Accept = "update referrals set status = 'accepted', overdue_since = null, version = version + 1 where referral_id = @referralId";

    // the ledger names the person; the receiver's own login never reads who it is
    private const string Disclose = "select disclose_packet(@referralId)";
}
