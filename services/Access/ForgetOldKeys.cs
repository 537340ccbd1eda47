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
        work.Execute(Delete);
        await work.CommitAsync();
        return 0;
    }

    private const string Delete = """
        delete from access.idempotency where (caller, path, key) in (
            select caller, path, key from access.idempotency where kept_until <= access.now() limit 50000)
        """;
}
