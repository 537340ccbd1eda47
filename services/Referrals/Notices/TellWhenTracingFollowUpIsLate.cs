using MassTransit;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Referrals.Notices;

/// <summary>Nobody looked how a family is that was brought together: the supervisors of the team that has the case are told.</summary>
public sealed class TellWhenTracingFollowUpIsLate(JobDatabase database) : IConsumer<TracingFollowUpOverdue>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<TracingFollowUpOverdue> context)
    {
        await using var work = await database.BeginAsync(context);
        var late = context.Message;
        if (work is not null)
        {
            work.TellOf(late.SubjectId, "tracing-follow-up-overdue", [Grantee.Desk(late.UnitId, "supervisor")]);
            await work.CommitAsync();
        }
    }
}

/// <summary>Its queue.</summary>
public sealed class TellWhenTracingFollowUpIsLateDefinition : ConsumerDefinition<TellWhenTracingFollowUpIsLate>;
