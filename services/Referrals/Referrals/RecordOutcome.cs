using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Contracts.Referrals.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>The receiving agency says what came of the referral, as often as needed; the final word closes it.</summary>
public static class RecordOutcome
{
    /// <summary>What came of it: no clinical content, a code and a next date.</summary>
    public sealed record Request(string? OutcomeCode, DateOnly? NextDate, string? Note, bool? Final);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(request => request.OutcomeCode).NotEmpty().CodeOf(CodeList.Outcomes.Contains);
            RuleFor(request => request.NextDate).Must(date => date is null || (date >= today && date <= today.AddYears(2)))
                .WithMessage(_ => Texts.In("From today to two years ahead.", "من اليوم حتى سنتين.", "D'aujourd'hui à deux ans."));
            RuleFor(request => request.Note).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/referrals/{referralId:guid}/outcomes", HandleAsync).RequireAuthorization(Policies.ReceiveReferrals)
            .Audited(DataClass.Envelope).Idempotent(ReferralView.RebuildAsync).Produces<ReferralView>();

    private static async Task<IResult> HandleAsync(Guid referralId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (found, notTheirs) = await Standing.LockAsync(work, referralId, ReferralMove.RecordOutcome);
        if (found is null)
        {
            return notTheirs!;
        }

        if ((body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) ?? found.Refuses(ReferralMove.RecordOutcome)) is { } refusal)
        {
            return refusal;
        }

        var outcome = body.Value;
        var note = (await keys.GetAsync(referralId, ct)).SealNote(outcome.Note);
        work.Publish(new ReferralOutcomeRecorded
        {
            SubjectId = referralId,
            SubjectVersion = found.Version + 1,
            OccurredAt = work.Now,
            FromAgencyId = found.FromAgencyId,
            ToAgencyId = found.ToAgencyId,
            OutcomeCode = outcome.OutcomeCode!,
        });
        work.Remember(referralId, found.Version + 1, "outcome", outcome.OutcomeCode, outcome.NextDate, note);
        if (outcome.Final is true)
        {
            work.Update(CountOutcome, new { referralId });
            work.End(referralId, ReferralStatus.Closed, outcome.OutcomeCode);
            work.Remember(referralId, found.Version + 2, "closed", outcome.OutcomeCode);
            work.Publish(new ReferralClosed { SubjectId = referralId, SubjectVersion = found.Version + 2, OccurredAt = work.Now, FromAgencyId = found.FromAgencyId, ToAgencyId = found.ToAgencyId });
        }
        else
        {
            work.Update(CountOutcome, new { referralId });
        }

        work.TellSender(found, outcome.Final is true ? "closed" : "outcome");
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        return Results.Ok(await ReferralView.OpenAsync(row, work, ct));
    }

    private const string CountOutcome = "update referrals set version = version + 1 where referral_id = @referralId";
}
