using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Platform.Access;

/// <summary>
/// Work that is looked for again and again, by every replica: what there is to do is in the database, so that a missed turn
/// or an outage loses nothing.
/// </summary>
public abstract partial class Recurring(TimeSpan every, ILogger logger) : BackgroundService
{
    /// <summary>Does some of what there is to do. Answers how much; as long as there was any, it is asked again at once.</summary>
    protected abstract Task<int> DoSomeAsync(CancellationToken ct);

    /// <inheritdoc />
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every);
        do
        {
            try
            {
                while (await DoSomeAsync(stoppingToken) > 0)
                {
                }
            }
            catch (Exception outage) when (outage is NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                Postponed(logger, GetType().Name, outage.Message);
            }
#pragma warning disable CA1031 // whatever one record does wrong, the process and its other work go on
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Failed(logger, failure, GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Job} failed; it is tried again at its next turn")]
    private static partial void Failed(ILogger logger, Exception failure, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Job} is postponed ({Why})")]
    private static partial void Postponed(ILogger logger, string job, string why);
}
