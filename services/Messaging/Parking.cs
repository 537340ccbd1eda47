using System.Data.Common;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Text;
using MassTransit;
using Microsoft.Extensions.Logging;
using Platform.Access;

namespace Platform.Messaging;

/// <summary>
/// A message that still fails after its retries is kept in the service's database with the reason, where an operator can
/// read, replay or discard it. What failed because something was away for a while is not parked, nor what cannot be kept
/// either: it goes back to its queue. Nothing is lost.
/// </summary>
internal sealed partial class Parking(JobDatabase database, ILogger<Parking> logger) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var reason = context.Exception.GetBaseException();
        if (IsOutage(context.Exception) || IsOutage(reason))
        {
            ExceptionDispatchInfo.Throw(reason);
        }

        var queue = context.InputAddress.Segments[^1];
        var body = Encoding.UTF8.GetString(context.Body.GetBytes()).Replace('\0', '\uFFFD');   // which no text of the database can hold
        var messageId = context.GetMessageId() ?? Guid.CreateVersion7();
        await using var work = await database.BeginAsync(context.CancellationToken);
        work.Execute(Insert, new { queue, messageId, body, messageType = Wire.TypeIn(body) ?? "unreadable", error = $"{reason.GetType().Name}: {reason.Message}" });
        await work.CommitAsync();
        Kept(logger, reason, messageId, queue);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("parking");

    private static bool IsOutage(Exception exception) =>
        exception is DbException { IsTransient: true } or TimeoutException or SocketException or IOException;

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} could not take effect and is parked from {Queue}")]
    private static partial void Kept(ILogger logger, Exception reason, Guid messageId, string queue);

    private const string Insert = """
        insert into messaging.parked (queue, message_id, message_type, body, error)
        values (@queue, @messageId, @messageType, @body, @error)
        on conflict (queue, message_id) do update set error = excluded.error, at = now()
        """;
}
