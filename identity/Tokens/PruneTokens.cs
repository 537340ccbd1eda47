using Dapper;
using Npgsql;
using OpenIddict.Abstractions;

namespace Platform.Identity.Tokens;

/// <summary>
/// Every hour (<c>Identity:Pruning:Every</c>): forgets tokens and sign-ins that can no longer matter. Access tokens go soon after they
/// expire, there is one row for each; used refresh tokens stay (<c>Identity:Pruning:KeepFor</c>), for one that comes again is a stolen one.
/// </summary>
public sealed partial class PruneTokens(
    IServiceProvider services, NpgsqlDataSource database, IConfiguration configuration, TimeProvider time, ILogger<PruneTokens> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(configuration.GetValue("Identity:Pruning:Every", TimeSpan.FromHours(1)), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PruneAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
    }

    public async Task PruneAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var expired = await connection.ExecuteAsync(new CommandDefinition(DeleteExpiredAccessTokens, commandTimeout: 300, cancellationToken: ct));

        var threshold = time.GetUtcNow() - configuration.GetValue("Identity:Pruning:KeepFor", TokensSetup.RefreshTokenLifetime);
        await using var scope = services.CreateAsyncScope();
        var tokens = await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(threshold, ct);
        var authorizations = await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(threshold, ct);
        LogPruned(expired + tokens, authorizations);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Pruned {Tokens} tokens and {Authorizations} authorizations")]
    private partial void LogPruned(long tokens, long authorizations);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tokens could not be pruned; trying again next time")]
    private partial void LogFailed(Exception failure);

    private const string DeleteExpiredAccessTokens = """
        delete from tokens where type = 'urn:ietf:params:oauth:token-type:access_token' and expiration_date < now() - interval '1 hour'
        """;
}
