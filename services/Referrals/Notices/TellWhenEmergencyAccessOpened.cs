using MassTransit;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Referrals.Notices;

/// <summary>Somebody opened a file in an emergency: its case worker, their supervisors and the agency's protection officers are told at once.</summary>
public sealed class TellWhenEmergencyAccessOpened(JobDatabase database) : IConsumer<EmergencyAccessOpened>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<EmergencyAccessOpened> context)
    {
        await using var work = await database.BeginAsync(context);
        var opened = context.Message;
        if (work is not null)
        {
            work.TellOf(opened.SubjectId, "emergency-access", [opened.CaseworkerId, Grantee.Desk(opened.UnitId, "supervisor"), Grantee.Desk(opened.AgencyId, "protection-officer")]);
            await work.CommitAsync();
        }
    }
}

/// <summary>Its queue.</summary>
public sealed class TellWhenEmergencyAccessOpenedDefinition : ConsumerDefinition<TellWhenEmergencyAccessOpened>;
