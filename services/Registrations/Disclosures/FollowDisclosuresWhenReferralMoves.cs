using MassTransit;
using Platform.Access;
using Platform.Contracts;
using Platform.Contracts.Referrals.V1;
using Platform.Messaging;

namespace Platform.Registrations.Disclosures;

/// <summary>A referral was sent, waited, was accepted or ended: the ledger can say who is able to read what was handed over for it, and since when not any more.</summary>
public sealed class FollowDisclosuresWhenReferralMoves(JobDatabase database)
    : IConsumer<ReferralSent>, IConsumer<ReferralAcknowledged>, IConsumer<ReferralOverdue>, IConsumer<ReferralAccepted>,
      IConsumer<ReferralRejected>, IConsumer<ReferralReturned>, IConsumer<ReferralRevoked>, IConsumer<ReferralClosed>
{
    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralSent> context) => OpenAsync(context, context.Message.FromAgencyId, context.Message.ToAgencyId);

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralAcknowledged> context) => OpenAsync(context, context.Message.FromAgencyId, context.Message.ToAgencyId);

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralOverdue> context) => OpenAsync(context, context.Message.FromAgencyId, context.Message.ToAgencyId);

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralAccepted> context) =>
        KeepAsync(context, context.Message.FromAgencyId, context.Message.ToAgencyId, acceptedAt: context.Message.OccurredAt);

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralRejected> context) => EndAsync(context, context.Message.FromAgencyId, context.Message.ToAgencyId, "rejected");

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralReturned> context) => EndAsync(context, context.Message.FromAgencyId, context.Message.ToAgencyId, "returned");

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralRevoked> context) =>
        EndAsync(context, context.Message.FromAgencyId, context.Message.ToAgencyId, "revoked", context.Message.Because);

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralClosed> context) => EndAsync(context, context.Message.FromAgencyId, context.Message.ToAgencyId, "closed");

    private Task OpenAsync<T>(ConsumeContext<T> context, Guid from, Guid to)
        where T : class, IEvent => KeepAsync(context, from, to, openVersion: context.Message.SubjectVersion);

    private Task EndAsync<T>(ConsumeContext<T> context, Guid from, Guid to, string endedAs, string? because = null)
        where T : class, IEvent => KeepAsync(context, from, to, endedAt: context.Message.OccurredAt, endedAs: endedAs, endedVersion: context.Message.SubjectVersion, because: because);

    private async Task KeepAsync<T>(
        ConsumeContext<T> context, Guid from, Guid to, int? openVersion = null, DateTimeOffset? acceptedAt = null, DateTimeOffset? endedAt = null, string? endedAs = null,
        int? endedVersion = null, string? because = null)
        where T : class, IEvent
    {
        await using var work = await database.BeginAsync(context);
        if (work is not null)
        {
            work.Execute(Keep, new { referralId = context.Message.SubjectId, from, to, openVersion, acceptedAt, endedAt, endedAs, endedVersion, because });
            await work.CommitAsync();
        }
    }

    // what was said first stays: an end comes once, and is announced again with a later version
    private const string Keep = """
        insert into handed_on as h (referral_id, from_agency_id, to_agency_id, open_version, accepted_at, ended_at, ended_as, ended_version, because)
        values (@referralId, @from, @to, @openVersion, @acceptedAt, @endedAt, @endedAs, @endedVersion, @because)
        on conflict (referral_id) do update
           set open_version = greatest(h.open_version, excluded.open_version), accepted_at = coalesce(h.accepted_at, excluded.accepted_at),
               ended_at = coalesce(h.ended_at, excluded.ended_at), ended_as = coalesce(h.ended_as, excluded.ended_as),
               ended_version = coalesce(h.ended_version, excluded.ended_version), because = coalesce(h.because, excluded.because)
        """;
}

/// <summary>Its queue.</summary>
public sealed class FollowDisclosuresWhenReferralMovesDefinition : ConsumerDefinition<FollowDisclosuresWhenReferralMoves>;
