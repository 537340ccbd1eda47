using System.Globalization;
using Platform.Access;
using Platform.Registrations.Matching;

namespace Platform.Registrations.Imports;

/// <summary>
/// Imports that wait are worked on by whichever replica has time, one at a time in each. Who works on one holds it for a minute, and longer with every thousand rows: one whose
/// process died is taken up by another.
/// </summary>
public sealed partial class RunImports(JobDatabase jobs, ScopedDatabase database, KeyStore keys, MatchKeys matching, TimeProvider clock, ILogger<RunImports> logger) : Recurring(TimeSpan.FromSeconds(1), logger)
{
    private const int MostAttempts = 5;

    private sealed record Waiting(Guid ImportId, string Kind, Guid? VisitId, Guid StartedBy, bool DryRun, string Language, string State, int Attempts);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        var lease = Grantee.RandomId();
        if (await TakeAsync(lease, ct) is not { } waiting)
        {
            return 0;
        }

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(waiting.Language);   // in which what is wrong is said
        ImportTarget target = waiting.VisitId is { } visitId ? new RosterTarget(visitId, keys) : new PeopleTarget(matching, keys, clock);
        var run = new ImportRun(waiting.ImportId, lease, waiting.StartedBy, target, jobs, database, keys);
        if (waiting.Attempts > MostAttempts)
        {
            GivenUp(logger, waiting.ImportId);
            await run.EndAsync("failed", "fault", ct);
            return 1;
        }

        if (waiting.State == "importing" || await run.CheckAsync(waiting.DryRun, ct))
        {
            await run.ImportAsync(ct);
        }

        return 1;
    }

    private async Task<Waiting?> TakeAsync(Guid lease, CancellationToken ct)
    {
        await using var work = await jobs.BeginAsync(ct);
        var waiting = await work.QuerySingleOrDefaultAsync<Waiting>(Take, new { lease });
        await work.CommitAsync();
        return waiting;
    }

    // the time of a lease is the database's own, also where a test has set another one
    private const string Take = """
        update imports set lease = @lease, leased_until = now() + interval '1 minute', attempts = attempts + 1, state = case state when 'waiting' then 'checking' else state end
         where import_id = (select import_id from imports where state in ('waiting', 'checking', 'importing') and (leased_until is null or leased_until < now())
                             order by started_at limit 1 for update skip locked)
        returning import_id, kind, visit_id, started_by, dry_run, language, state, attempts
        """;

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Import} is given up: it was begun too often and never ended")]
    private static partial void GivenUp(ILogger logger, Guid import);
}
