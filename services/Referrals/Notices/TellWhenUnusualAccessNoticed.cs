using MassTransit;
using Platform.Access;
using Platform.Contracts.Audit.V1;
using Platform.Messaging;

namespace Platform.Referrals.Notices;

/// <summary>The access of somebody of an agency was unusual, at any service: the agency's protection officers are told that it was.</summary>
public sealed class TellWhenUnusualAccessNoticed(JobDatabase database) : IConsumer<UnusualAccessNoticed>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<UnusualAccessNoticed> context)
    {
        await using var work = await database.BeginAsync(context);
        if (work is not null)
        {
            work.TellOf(context.Message.SubjectId, "unusual-access", [Grantee.Desk(context.Message.AgencyId, "protection-officer")]);
            await work.CommitAsync();
        }
    }
}

/// <summary>Its queue.</summary>
public sealed class TellWhenUnusualAccessNoticedDefinition : ConsumerDefinition<TellWhenUnusualAccessNoticed>;
