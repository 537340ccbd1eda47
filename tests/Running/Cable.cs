using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Tests.Running;

/// <summary>
/// A TCP line to a server that a test can cut and mend, as a broker or database that is down; or it takes the server's place: silent, or with an
/// answer of its own.
/// </summary>
public sealed class Cable : IAsyncDisposable
{
    private readonly ConcurrentDictionary<TcpClient, byte> ends = new();
    private readonly ConcurrentQueue<string> unanswered = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private (string Host, int Port) far;
    private volatile Func<TcpClient, Task> take;

    public Cable(string host, int port)
        : this() => far = (host, port);

    /// <summary>A line whose far end is laid later.</summary>
    public Cable()
    {
        take = CarryAsync;
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The near end.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void LeadTo(Uri server) => far = (server.Host, server.Port);

    /// <summary>Every connection ends and none is made.</summary>
    public void Cut() => Become(near =>
    {
        near.Close();
        return Task.CompletedTask;
    });

    /// <summary>Connections are made, and nothing ever comes back.</summary>
    public void Silence()
    {
        unanswered.Clear();
        Become(KeepAsync);
    }

    /// <summary>What was asked of the silent server so far, as it came.</summary>
    public IReadOnlyCollection<string> Unanswered => unanswered;

    /// <summary>Every request over HTTP is answered with this.</summary>
    public void Answer(int status, string contentType, string body) => Become(near => AnswerAsync(near, string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} Whatever\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}")));

    public void Mend() => Become(CarryAsync);

    public ValueTask DisposeAsync()
    {
        Cut();
        listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Become(Func<TcpClient, Task> other)
    {
        take = other;
        foreach (var end in ends.Keys)
        {
            end.Close();
        }

        ends.Clear();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                ends[near] = 0;
                _ = take(near);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var there = new TcpClient();
        ends[there] = 0;
        try
        {
            await there.ConnectAsync(far.Host, far.Port);
            near.NoDelay = there.NoDelay = true;
            await Task.WhenAny(near.GetStream().CopyToAsync(there.GetStream()), there.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception end) when (IsCut(end))
        {
            // cut
        }
        finally
        {
            near.Close();
            ends.TryRemove(near, out _);
            ends.TryRemove(there, out _);
        }
    }

    private async Task KeepAsync(TcpClient near)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (await near.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                unanswered.Enqueue(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (Exception end) when (IsCut(end))
        {
            // cut
        }
    }

    private async Task AnswerAsync(TcpClient near, string answer)
    {
        try
        {
            var (asked, buffer) = ("", new byte[16 * 1024]);
            while (!IsWhole(asked) && await near.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                asked += Encoding.Latin1.GetString(buffer, 0, read);
            }

            await near.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer));
            near.Client.Shutdown(SocketShutdown.Send);
            while (await near.GetStream().ReadAsync(buffer) > 0)
            {
                // until the other side has read it and hangs up
            }
        }
        catch (Exception end) when (IsCut(end))
        {
            // cut
        }
        finally
        {
            near.Close();
            ends.TryRemove(near, out _);
        }
    }

    private static bool IsWhole(string asked)
    {
        var head = asked.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return head >= 0 && (asked[..head].Contains("chunked", StringComparison.OrdinalIgnoreCase) ? asked.EndsWith("0\r\n\r\n", StringComparison.Ordinal)
            : asked.Length - head - 4 >= (asked[..head].Split("Content-Length: ") is [_, var length] ? int.Parse(length.Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture) : 0));
    }

    private static bool IsCut(Exception end) => end is SocketException or IOException or ObjectDisposedException or InvalidOperationException;
}
