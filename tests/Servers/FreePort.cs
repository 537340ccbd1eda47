using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Platform.Tests.Servers;

/// <summary>Ports for processes that others must know before they listen.</summary>
public static class FreePort
{
    private const int Count = 2_500;   // four times that from 10000 on: the scripts take theirs from 20000 on, the kernel from 32768
    private static readonly int First = 10_000 + (Count * (int.Parse(Environment.GetEnvironmentVariable("TEST_LANE") ?? "1", CultureInfo.InvariantCulture) - 1));   // test hosts at work at one time never take the same
    private static readonly HashSet<int> Taken = [];

    /// <summary>A port of this machine at which nobody listens, and which nobody is given again.</summary>
    /// <remarks>Below the range from which the kernel gives connections their own end: a port of that range can be gone before the process that it is meant for has started.</remarks>
    public static int Take()
    {
        lock (Taken)
        {
            while (true)
            {
                var port = First + Random.Shared.Next(Count);
                if (!Taken.Contains(port) && IsFree(port))
                {
                    Taken.Add(port);
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
