using System.Diagnostics;
using System.Text.Json;
using Platform.Access;
using Platform.Contracts;
using Platform.Hosting;

namespace Platform.Messaging;

/// <summary>Events leave by the outbox: their rows commit with the data, or not at all.</summary>
public static class Outbox
{
    /// <summary>
    /// Announces an event with this unit of work's commit. The aggregate's row must be locked or new, so that its events
    /// are numbered in the order in which they happened.
    /// </summary>
    public static void Publish<T>(this Work work, T message)
        where T : class, IEvent
    {
        var signal = work.Service<OutboxSignal>();
        var row = RowOf(message);
        work.Execute(Insert, row);
        if (signal.Holds((short)row.Lane))
        {
            work.AfterCommit(signal.Wake);
        }
        else
        {
            work.Execute(Notify);
        }
    }

    private static Row RowOf<T>(T message)
        where T : class, IEvent => new(
            Wire.Lane(message.SubjectId), message.SubjectId, message.EventId, Wire.Exchange(typeof(T)), Wire.Urn(typeof(T)),
            JsonSerializer.Serialize(message, PlatformHost.Json), Activity.Current?.Id);

    private sealed record Row(int Lane, Guid Aggregate, Guid MessageId, string Exchange, string MessageType, string Body, string? TraceParent);

    private const string Insert = """
        insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, trace_parent, at)
        values (@lane, @aggregate, @messageId, @exchange, @messageType, @body, @traceParent, access.now())
        """;

    private const string Notify = "select pg_notify('outbox', '')";
}

/// <summary>Wakes this process's relay without waiting for a poll, and knows which lanes it has.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim woken = new(0, 1);
    private volatile IReadOnlySet<short> held = new HashSet<short>();

    /// <summary>There is something to publish.</summary>
    public void Wake()
    {
        if (woken.CurrentCount > 0)
        {
            return;   // awake already, and a commit may wake it very often
        }

        try
        {
            woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // already awake
        }
    }

    /// <inheritdoc />
    public void Dispose() => woken.Dispose();

    internal bool Holds(short lane) => held.Contains(lane);

    internal void Hold(IReadOnlySet<short> lanes) => held = lanes;

    internal Task<bool> WaitAsync(TimeSpan longest, CancellationToken ct) => woken.WaitAsync(longest, ct);
}
