using MassTransit;
using Platform.Access;
using Platform.Contracts.Audit.V1;
using Platform.Messaging;

namespace Platform.Registrations.Audit;

/// <summary>The heads of other services' audit chains are kept here, so that a tail cut off there shows.</summary>
public sealed class KeepHeadWhenAuditHeadSealed(JobDatabase database) : IConsumer<AuditHeadSealed>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<AuditHeadSealed> context)
    {
        var head = context.Message;
        if (head.Service == "registrations" || await database.BeginAsync(context) is not { } work)
        {
            return;
        }

        await using (work)
        {
            work.Execute(Keep, new { head.Service, seal = (long)head.SubjectVersion, hash = Convert.FromHexString(head.Hash) });
            await work.CommitAsync();
        }
    }

    private const string Keep = """
        insert into access.witnessed_seals (service, seal, hash, at) values (@service, @seal, @hash, access.now()) on conflict do nothing
        """;
}

/// <summary>Its queue.</summary>
public sealed class KeepHeadWhenAuditHeadSealedDefinition : ConsumerDefinition<KeepHeadWhenAuditHeadSealed>;
