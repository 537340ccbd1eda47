using Microsoft.Extensions.Logging;

namespace Platform.Access;

/// <summary>Idempotency keys are forgotten after their 30 days, some at a time.</summary>
internal sealed class ForgetOldKeys(JobDatabase database, ILogger<ForgetOldKeys> logger)
    : Recurring(TimeSpan.FromHours(1), logger)
{
    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var forgotten = await work.CommitAsync<int>(Delete);
        return forgotten;
    }

    private const string Delete = """
        with forgotten as (
            delete from access.idempotency where (caller, path, key) in (
                select caller, path, key from access.idempotency where kept_until <= access.now() limit 50000) returning 1)
        select count(*)::int from forgotten
        """;
}
