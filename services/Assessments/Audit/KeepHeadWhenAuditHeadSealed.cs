using MassTransit;
using Platform.Access;
using Platform.Contracts.Audit.V1;
using Platform.Messaging;

namespace Platform.Assessments.Audit;

/// <summary>The heads of other services' audit chains are kept here, so that a tail cut off there shows, or a chain made anew.</summary>
public sealed partial class KeepHeadWhenAuditHeadSealed(JobDatabase database, ILogger<KeepHeadWhenAuditHeadSealed> logger) : IConsumer<AuditHeadSealed>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<AuditHeadSealed> context)
    {
        var head = context.Message;
        if (head.Service == "assessments" || await database.BeginAsync(context) is not { } work)
        {
            return;
        }

        await using (work)
        {
            if (!await work.KeepHeadAsync(head.Service, head.SubjectVersion, Convert.FromHexString(head.Hash)))
            {
                MadeAnew(logger, head.Service, head.SubjectVersion);
            }

            await work.CommitAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The audit chain of {Service} was made anew: its seal {Seal} is not the one that was kept here. What was kept stays")]
    private static partial void MadeAnew(ILogger logger, string service, int seal);
}

/// <summary>Its queue.</summary>
public sealed class KeepHeadWhenAuditHeadSealedDefinition : ConsumerDefinition<KeepHeadWhenAuditHeadSealed>;
