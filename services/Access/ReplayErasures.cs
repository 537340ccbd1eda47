using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Platform.Access;

/// <summary>Erases the content of those of these records that a service has again, after a restore. Of the others it changes nothing.</summary>
public delegate Task EraseAgain(IServiceProvider services, IReadOnlyList<Guid> records, CancellationToken ct);

/// <summary>
/// Before a service opens, what was erased once is destroyed again, should a restored backup have brought it back. As long as the list cannot be read
/// the service stays shut: it could show what must not be there any more.
/// </summary>
public sealed partial class ReplayErasures(KeyStore keys, EraseAgain eraseAgain, IServiceProvider services, ILogger<ReplayErasures> logger) : IHostedService
{
    private const int AtATime = 5000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await ReplayAsync(cancellationToken);
                return;
            }
            catch (Exception outage) when (outage is NpgsqlException or TimeoutException)
            {
                Shut(logger, outage.Message);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ReplayAsync(CancellationToken ct)
    {
        for (var after = Guid.Empty; await keys.Erased.ListAsync(after, AtATime, ct) is [.., var last] records; after = last)
        {
            if (await keys.DestroyAgainAsync(records, ct) is > 0 and var came)
            {
                CameBack(logger, came);
            }

            await eraseAgain(services, records, ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not open yet: the list of erasures cannot be replayed ({Why})")]
    private static partial void Shut(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Keys} keys of erased records had come back, and are destroyed again")]
    private static partial void CameBack(ILogger logger, int keys);
}

/// <summary>Adds it to a process.</summary>
public static class ErasuresRegistration
{
    /// <summary>Before everything else that the process does: hosted services start in the order in which they were added, and the listener last.</summary>
    public static void AddErasures(this WebApplicationBuilder builder, EraseAgain eraseAgain)
    {
        builder.Services.AddSingleton(eraseAgain);
        builder.Services.AddHostedService<ReplayErasures>();
    }
}
