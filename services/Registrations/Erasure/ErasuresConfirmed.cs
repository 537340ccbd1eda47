using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Platform.Access;

namespace Platform.Registrations.Erasure;

/// <summary>Degraded while a service has not confirmed an erasure for longer than a day: an operator has to look why.</summary>
internal sealed class ErasuresConfirmed(JobDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var work = await database.BeginAsync(cancellationToken);
            return await work.QuerySingleOrDefaultAsync<bool>(Overdue) ? HealthCheckResult.Degraded() : HealthCheckResult.Healthy();
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Healthy();   // the database's own part says so
        }
    }

    private const string Overdue = "select exists (select 1 from erasures where status = 'approved' and decided_at < access.now() - interval '24 hours')";
}
