using MassTransit;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Referrals.Notices;

/// <summary>A person's request has to be answered within a week: its case worker and their supervisors are told. Its last day is over: the agency's protection officers, too.</summary>
public sealed class TellWhenSubjectRequestIsLate(JobDatabase database) : IConsumer<SubjectRequestReminded>, IConsumer<SubjectRequestOverdue>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<SubjectRequestReminded> context)
    {
        await using var work = await database.BeginAsync(context);
        var late = context.Message;
        if (work is not null)
        {
            work.TellOf(late.SubjectId, "request-due", [late.CaseworkerId, Grantee.Desk(late.UnitId, "supervisor")]);
            await work.CommitAsync();
        }
    }

    /// <inheritdoc />
    public async Task Consume(ConsumeContext<SubjectRequestOverdue> context)
    {
        await using var work = await database.BeginAsync(context);
        var late = context.Message;
        if (work is not null)
        {
            work.TellOf(late.SubjectId, "request-overdue", [Grantee.Desk(late.UnitId, "supervisor"), Grantee.Desk(late.AgencyId, "protection-officer")]);
            await work.CommitAsync();
        }
    }
}

/// <summary>Its queue.</summary>
public sealed class TellWhenSubjectRequestIsLateDefinition : ConsumerDefinition<TellWhenSubjectRequestIsLate>;
