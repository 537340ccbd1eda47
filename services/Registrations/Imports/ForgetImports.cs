using Platform.Access;
using Platform.Contracts.Codes;

namespace Platform.Registrations.Imports;

/// <summary>
/// The file of an import is destroyed as soon as it has ended, by its key first: of who is erased later nothing is left in it, in no backup either. What was wrong in it is told
/// for some days, as retention.csv says. That there was an import, and of how many rows, stays.
/// </summary>
public sealed class ForgetImports(JobDatabase database, KeyStore keys, IConfiguration configuration, ILogger<ForgetImports> logger) : Recurring(TimeSpan.FromSeconds(5), logger)
{
    private readonly TimeSpan kept = TimeSpan.FromDays(configuration.GetValue(CodeList.Retention["import"]["setting"], CodeList.Retention["import"].Number("days")));

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var ended = await work.QueryAsync<Guid>(Ended);
        var told = await work.QueryAsync<Guid>(Told, new { kept });
        await keys.DestroyAsync(ended, ct);   // first: who dies after it destroys it again
        work.Execute("delete from import_files where import_id = any (@ended)", new { ended = ended.ToArray() });
        work.Execute("update imports set holds_file = false where import_id = any (@ended)", new { ended = ended.ToArray() });
        work.Execute("delete from import_errors where import_id = any (@told)", new { told = told.ToArray() });
        await work.CommitAsync();
        return ended.Count + told.Count;
    }

    private const string Ended = "select import_id from imports where holds_file and ended_at is not null order by ended_at limit 100 for update skip locked";

    private const string Told = """
        select i.import_id from imports i where @kept > interval '0' and i.ended_at < access.now() - @kept and exists (select 1 from import_errors e where e.import_id = i.import_id) limit 20
        """;
}
