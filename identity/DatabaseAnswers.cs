using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Platform.Identity;

/// <summary>Ready means that the database answers; the signing keys were loaded before the first request.</summary>
public sealed class DatabaseAnswers(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }
}
