using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Platform.Tests.Servers;

namespace Platform.Tests.Running;

/// <summary>Takes in what processes say of their traces and metrics (OTLP over HTTP), as it comes: one body is one process's.</summary>
public sealed class Collector : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<byte[]> bodies = new();

    public Collector()
    {
        listener.Prefixes.Add(Address.AbsoluteUri);
        listener.Start();
        _ = TakeInAsync();
    }

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Take()}/");

    /// <summary>What a process is told to send its traces and metrics here, soon.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address.AbsoluteUri,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
    };

    /// <summary>Whether one process said all of this in one breath, as its name, a span's name and a trace's id.</summary>
    public bool Heard(params byte[][] parts) => bodies.Any(body => parts.All(part => body.AsSpan().IndexOf(part) >= 0));

    /// <summary>The statements that a request of this trace ran, in order, as far as they have come.</summary>
    public IReadOnlyList<string> StatementsOf(string traceId)
    {
        var trace = Convert.FromHexString(traceId);
        return
        [
            .. from body in bodies
               where body.AsSpan().IndexOf(trace) >= 0
               from resource in Fields(body, 1)
               from scope in Fields(resource, 2)
               from span in Fields(scope, 2)
               where Fields(span, 1).Any(id => id.AsSpan().SequenceEqual(trace))
               from attribute in Fields(span, 9)
               where Text(attribute, 1) is "db.query.text" or "db.statement"
               orderby BitConverter.ToUInt64(Fields(span, 7).First())
               select Text(Fields(attribute, 2).First(), 1),
        ];

        static string Text(byte[] message, int number) => Encoding.UTF8.GetString(Fields(message, number).FirstOrDefault() ?? []);
    }

    public void Dispose() => listener.Close();

    /// <summary>The fields of a number in a message, as Protocol Buffers write them: what has a length, and what has eight bytes.</summary>
    private static IEnumerable<byte[]> Fields(byte[] message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var length = (tag & 7) switch { 1 => 8, 2 => (int)Varint(message, ref at), 5 => 4, _ => 0 };
            if ((tag & 7) == 0) Varint(message, ref at);
            if (tag >> 3 == (ulong)number && length > 0) yield return message[at..(at + length)];
            at += length;
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }

    private async Task TakeInAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                bodies.Enqueue(body.ToArray());
                context.Response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // the tests are over
        }
    }
}
