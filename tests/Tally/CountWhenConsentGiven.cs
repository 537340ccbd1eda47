using MassTransit;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Tests.Tally;

/// <summary>Adds a row for each time a message takes effect. A test may stop it where it looks, and where it commits.</summary>
public sealed class CountWhenConsentGiven(JobDatabase database) : IConsumer<ConsentGiven>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<ConsentGiven> context)
    {
        var subject = context.Message.SubjectId;
        if (await database.BeginAsync(context) is not { } work)
        {
            return;
        }

        await using (work)
        {
            await work.QuerySingleOrDefaultAsync<int?>("select 1 from subjects where subject = @subject for update", new { subject });
            work.Execute("insert into takes (subject) values (@subject)", new { subject });
            await work.CommitAsync();
        }
    }
}

/// <summary>Its queue.</summary>
public sealed class CountWhenConsentGivenDefinition : ConsumerDefinition<CountWhenConsentGiven>;
