using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Platform.Registrations.Attachments;

/// <summary>What a scanner of files said.</summary>
public enum Scanned
{
    /// <summary>Nothing was found, or there is no scanner.</summary>
    Clean,

    /// <summary>Something was found.</summary>
    Infected,

    /// <summary>It did not answer.</summary>
    Unanswered,
}

/// <summary>Asks a scanner that speaks as clamd does (<c>INSTREAM</c>, clamd(8)) at <c>Attachments:Scanner</c>, host:port; without one nothing is asked.</summary>
public sealed partial class Scanner(IConfiguration configuration, ILogger<Scanner> logger)
{
    private const int Chunk = 64 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private readonly string? address = configuration["Attachments:Scanner"];

    /// <summary>Scans a file.</summary>
    public async Task<Scanned> ScanAsync(ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        if (address is not { Length: > 0 })
        {
            return Scanned.Clean;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Longest);
        try
        {
            var (host, port) = (address[..address.LastIndexOf(':')], int.Parse(address[(address.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
            using var line = new TcpClient();
            await line.ConnectAsync(host, port, patience.Token);
            await using var stream = line.GetStream();
            await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), patience.Token);
            var length = new byte[4];
            for (var at = 0; at < file.Length; at += Chunk)
            {
                var part = file.Slice(at, Math.Min(Chunk, file.Length - at));
                BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
                await stream.WriteAsync(length, patience.Token);
                await stream.WriteAsync(part, patience.Token);
            }

            await stream.WriteAsync(new byte[4], patience.Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var answer = (await reader.ReadToEndAsync(patience.Token)).TrimEnd('\0', '\n');
            return answer.EndsWith(" OK", StringComparison.Ordinal) ? Scanned.Clean
                : answer.EndsWith(" FOUND", StringComparison.Ordinal) ? Scanned.Infected
                : Scanned.Unanswered;
        }
        catch (Exception outage) when (outage is SocketException or IOException || (outage is OperationCanceledException && !ct.IsCancellationRequested))
        {
            DidNotAnswer(logger, outage.Message);
            return Scanned.Unanswered;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scanner of files did not answer: {Why}")]
    private static partial void DidNotAnswer(ILogger logger, string why);
}
