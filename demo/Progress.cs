namespace Platform.Demo;

/// <summary>One line that moves on a terminal, and a line every five seconds where the output goes to a file.</summary>
public sealed class Progress : IAsyncDisposable
{
    private readonly CancellationTokenSource done = new();
    private readonly Results results;
    private readonly Task writing;

    public Progress(Results results)
    {
        this.results = results;
        writing = WriteAsync();
    }

    /// <summary>Stops it and leaves the last state on the screen.</summary>
    public async ValueTask DisposeAsync()
    {
        await done.CancelAsync();
        await writing;
        Console.WriteLine(Console.IsOutputRedirected ? Line() : "\r" + Line());
        done.Dispose();
    }

    private async Task WriteAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Console.IsOutputRedirected ? 5 : 0.2));
        try
        {
            while (await timer.WaitForNextTickAsync(done.Token))
            {
                if (Console.IsOutputRedirected) Console.WriteLine(Line());
                else Console.Write("\r" + Line());
            }
        }
        catch (OperationCanceledException)
        {
            // the day is over
        }
    }

    private string Line() =>
        $"  people {results.People,3}   consents {results.Consents,3}   referrals {results.Sent,3}   settled {results.Settled,3}   read again {results.Endings.Count,3}";
}
