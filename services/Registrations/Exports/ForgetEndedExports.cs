using Platform.Access;
using Platform.Contracts.Codes;

namespace Platform.Registrations.Exports;

/// <summary>
/// Some days after an export has ended its key is destroyed, as retention.csv says: nobody reads any more why it was asked for. A legal hold on anybody in it
/// keeps it. To whom what went, stays in their ledgers.
/// </summary>
public sealed class ForgetEndedExports(JobDatabase database, KeyStore keys, IConfiguration configuration, ILogger<ForgetEndedExports> logger) : Recurring(TimeSpan.FromSeconds(30), logger)
{
    private readonly TimeSpan kept = TimeSpan.FromDays(configuration.GetValue(CodeList.Retention["export"]["setting"], CodeList.Retention["export"].Number("days")));

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var ended = await work.QueryAsync<Guid>("select exports_to_forget(@kept)", new { kept });
        await keys.DestroyAsync(ended, ct);   // first: a reason that is not there was never left in a backup
        if (ended.Count > 0)
        {
            work.Execute("select export_forget(@exports)", new { exports = ended.ToArray() });
            await work.CommitAsync();
        }

        return ended.Count;
    }
}
