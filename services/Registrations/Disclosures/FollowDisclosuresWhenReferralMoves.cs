using MassTransit;
using Platform.Access;
using Platform.Contracts;
using Platform.Contracts.Referrals.V1;
using Platform.Messaging;

namespace Platform.Registrations.Disclosures;

/// <summary>A referral was sent, accepted or ended: the ledger can say who is able to read what was handed over for it, and since when not any more.</summary>
public sealed class FollowDisclosuresWhenReferralMoves(JobDatabase database)
    : IConsumer<ReferralSent>, IConsumer<ReferralAccepted>, IConsumer<ReferralRejected>, IConsumer<ReferralReturned>, IConsumer<ReferralRevoked>, IConsumer<ReferralClosed>
{
    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralSent> context) => KeepAsync(context, null);

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralAccepted> context) => KeepAsync(context, null, readableSince: context.Message.OccurredAt);

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralRejected> context) => KeepAsync(context, "rejected");

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralReturned> context) => KeepAsync(context, "returned");

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralRevoked> context) => KeepAsync(context, "revoked", because: context.Message.Because);

    /// <inheritdoc />
    public Task Consume(ConsumeContext<ReferralClosed> context) => KeepAsync(context, "closed");

    private async Task KeepAsync<T>(ConsumeContext<T> context, string? endedAs, DateTimeOffset? readableSince = null, string? because = null)
        where T : class, IEvent
    {
        await using var work = await database.BeginAsync(context);
        if (work is not null)
        {
            work.Execute(Keep, new { referralId = context.Message.SubjectId, readableSince, endedAt = endedAs is null ? (DateTimeOffset?)null : context.Message.OccurredAt, endedAs, because });
            await work.CommitAsync();
        }
    }

    private const string Keep = """
        insert into handed_on as h (referral_id, readable_since, ended_at, ended_as, because) values (@referralId, @readableSince, @endedAt, @endedAs, @because)
        on conflict (referral_id) do update
           set readable_since = coalesce(h.readable_since, excluded.readable_since), ended_at = coalesce(h.ended_at, excluded.ended_at),
               ended_as = coalesce(h.ended_as, excluded.ended_as), because = coalesce(h.because, excluded.because)
        """;
}

/// <summary>Its queue.</summary>
public sealed class FollowDisclosuresWhenReferralMovesDefinition : ConsumerDefinition<FollowDisclosuresWhenReferralMoves>;
