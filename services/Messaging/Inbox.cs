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
        var isNew = false;
        try
        {
            isNew = await work.QuerySingleOrDefaultAsync<int?>(TakeOnce, new { consumer, messageId }) is not null;
            return isNew ? work : null;
        }
        finally
        {
            if (!isNew)
            {
                await work.DisposeAsync();
            }
        }
    }

    /// <summary>
    /// For a projection that consumes <c>Batch&lt;T&gt;</c>: takes all its messages in one statement, and gives those that have not
    /// taken effect before, each once. They take effect with this unit of work's commit. Not for effects that wait for each
    /// other: one failure sends the whole batch round again.
    /// </summary>
    public static async Task<IReadOnlyList<ConsumeContext<T>>> TakeAsync<T>(this Work work, ConsumeContext<Batch<T>> context)
        where T : class
    {
        var messages = new Dictionary<Guid, ConsumeContext<T>>(context.Message.Length);
        foreach (var message in context.Message)
        {
            messages[message.MessageId ?? throw new InvalidOperationException("A message without an id cannot be told from its repeat.")] = message;
        }

        var taken = await work.TakeAsync(context.ReceiveContext.InputAddress.Segments[^1], messages.Keys);
        return [.. messages.Where(message => taken.Contains(message.Key)).Select(message => message.Value)];
    }

    /// <summary>Those of these messages that this consumer had not taken before, taken now with this unit of work's commit.</summary>
    public static async Task<IReadOnlySet<Guid>> TakeAsync(this Work work, string consumer, IReadOnlyCollection<Guid> messageIds) =>
        (await work.QueryAsync<Guid>(TakeMany, new { consumer, messageIds = messageIds.ToArray() })).ToHashSet();

    private const string TakeOnce = """
        insert into messaging.inbox (consumer, message_id) values (@consumer, @messageId)
        on conflict do nothing returning 1
        """;

    // in one order everywhere, so that two deliveries of overlapping batches wait for each other and not in a circle
    private const string TakeMany = """
        insert into messaging.inbox (consumer, message_id)
        select @consumer, message_id from (select distinct unnest(@messageIds) as message_id) asked order by message_id
        on conflict do nothing returning message_id
        """;
}
