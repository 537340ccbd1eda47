using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Platform.Access;

/// <summary>The database answers the service's login.</summary>
internal sealed class DatabaseAnswers([FromLogin(Login.App)] NpgsqlDataSource source) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }
}
