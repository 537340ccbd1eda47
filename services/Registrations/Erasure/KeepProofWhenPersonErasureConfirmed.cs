using MassTransit;
using Platform.Access;
using Platform.Contracts.Referrals.V1;
using Platform.Messaging;

namespace Platform.Registrations.Erasure;

/// <summary>Another service destroyed what it held of an erased person: a line of the proof, and with the last one the erasure is done.</summary>
public sealed class KeepProofWhenPersonErasureConfirmed(JobDatabase database) : IConsumer<PersonErasureConfirmed>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<PersonErasureConfirmed> context)
    {
        await using var work = await database.BeginAsync(context);
        if (work is null)
        {
            return;
        }

        var confirmed = context.Message;
        // one that is not there was asked for after the backup that this service was restored from: its replay orders another
        if (await work.QuerySingleOrDefaultAsync<int?>(Lock, new { erasureId = confirmed.SubjectId }) is not null)
        {
            work.Confirm(confirmed.SubjectId, confirmed.Service, confirmed.Keys, tokens: 0);
        }

        await work.CommitAsync();
    }

    private const string Lock = "select 1 from erasures where erasure_id = @erasureId for update";
}

/// <summary>Its queue.</summary>
public sealed class KeepProofWhenPersonErasureConfirmedDefinition : ConsumerDefinition<KeepProofWhenPersonErasureConfirmed>;
