using MassTransit;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Referrals.Notices;

/// <summary>What was to be followed up at a site was not, or what was asked there was not answered: the supervisors of the team that visited are told.</summary>
public sealed class TellWhenSiteFollowUpIsLate(JobDatabase database) : IConsumer<SiteFollowUpOverdue>, IConsumer<SiteRequestOverdue>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<SiteFollowUpOverdue> context)
    {
        await using var work = await database.BeginAsync(context);
        var late = context.Message;
        if (work is not null)
        {
            work.TellOf(late.SubjectId, "site-follow-up-overdue", [Grantee.Desk(late.UnitId, "supervisor")]);
            await work.CommitAsync();
        }
    }

    /// <inheritdoc />
    public async Task Consume(ConsumeContext<SiteRequestOverdue> context)
    {
        await using var work = await database.BeginAsync(context);
        var late = context.Message;
        if (work is not null)
        {
            work.TellOf(late.SubjectId, "site-request-overdue", [Grantee.Desk(late.UnitId, "supervisor")]);
            await work.CommitAsync();
        }
    }
}

/// <summary>Its queue.</summary>
public sealed class TellWhenSiteFollowUpIsLateDefinition : ConsumerDefinition<TellWhenSiteFollowUpIsLate>;
