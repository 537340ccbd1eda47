using Npgsql;

namespace Platform.Identity.SigningKeys;

/// <summary>Before the first request: the keys are there. After it: a key that another replica or an operator made is picked up.</summary>
public sealed partial class FollowSigningKeys(
    KeyRing ring, NpgsqlDataSource database, SigningKeySettings settings, TimeProvider time, ILogger<FollowSigningKeys> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await MakeSigningKey.FirstOnesAsync(database, settings, cancellationToken);
        await ring.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.PollEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await ring.LoadAsync(stoppingToken)) LogChanged();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);       // the keys at hand keep working
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Signing keys changed and are in use")]
    private partial void LogChanged();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signing keys could not be read; those at hand stay in use")]
    private partial void LogFailed(Exception failure);
}
