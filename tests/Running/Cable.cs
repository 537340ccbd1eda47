using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Platform.Tests.Running;

/// <summary>A TCP line to a server that a test can cut and mend, as a broker or database that is down.</summary>
public sealed class Cable : IAsyncDisposable
{
    private readonly string host;
    private readonly int port;
    private readonly ConcurrentDictionary<TcpClient, byte> ends = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private volatile bool cut;

    public Cable(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The near end.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Every connection ends and none is made.</summary>
    public void Cut()
    {
        cut = true;
        foreach (var end in ends.Keys)
        {
            end.Close();
        }

        ends.Clear();
    }

    public void Mend() => cut = false;

    public ValueTask DisposeAsync()
    {
        Cut();
        listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                if (cut)
                {
                    near.Close();
                    continue;
                }

                _ = CarryAsync(near);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var far = new TcpClient();
        ends[near] = ends[far] = 0;
        try
        {
            await far.ConnectAsync(host, port);
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception end) when (end is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // cut
        }
        finally
        {
            near.Close();
            ends.TryRemove(near, out _);
            ends.TryRemove(far, out _);
        }
    }
}
