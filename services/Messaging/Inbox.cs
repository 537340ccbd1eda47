using MassTransit;
using Platform.Access;

namespace Platform.Messaging;

/// <summary>A message takes effect once: what it did and that it was done commit together.</summary>
public static class Inbox
{
    /// <summary>
    /// A unit of work for this message's effect, or null when it has taken effect before. A second delivery at the same
    /// time waits for the first.
    /// </summary>
    public static async Task<Work?> BeginAsync(this JobDatabase database, ConsumeContext context)
    {
        var work = await database.BeginAsync(context.CancellationToken);
        var consumer = context.ReceiveContext.InputAddress.Segments[^1];
        var messageId = context.MessageId ?? throw new InvalidOperationException("A message without an id cannot be told from its repeat.");
        if (await work.QuerySingleOrDefaultAsync<int?>(TakeOnce, new { consumer, messageId }) is not null)
        {
            return work;
        }

        await work.DisposeAsync();
        return null;
    }

    private const string TakeOnce = """
        insert into messaging.inbox (consumer, message_id) values (@consumer, @messageId)
        on conflict do nothing returning 1
        """;
}
