using System.Globalization;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>
/// One unit of work: a transaction that knows who is asking and what time it is. Reads go out at once (the first together
/// with the scope); changes, ledger, events and audit are gathered and leave with the commit in one round trip.
/// </summary>
public sealed partial class Work : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly Request request;
    private readonly TimeProvider clock;
    private readonly IServiceProvider services;
    private readonly CancellationToken ct;
    private readonly List<NpgsqlBatchCommand> changes = [];
    private readonly List<NpgsqlBatchCommand> first = [];
    private readonly List<Action> afterCommit = [];
    private bool begun;
    private bool entered;
    private bool nowIsNext;
    private (int Status, Guid Answer)? answered;

    internal Work(NpgsqlConnection connection, Caller caller, Request request, IServiceProvider services, CancellationToken ct)
    {
        (this.connection, this.request, this.services, this.ct) = (connection, request, services, ct);
        clock = Service<TimeProvider>();
        Caller = caller;
    }

    /// <summary>Who is asking.</summary>
    public Caller Caller { get; }

    /// <summary>The instant of this unit of work: the database's clock in production. Known after the first query.</summary>
    public DateTimeOffset Now { get; private set; }

    internal RepeatKey? Key => request.Key;

    /// <summary>For rooms that extend the unit of work, as Messaging does with its outbox.</summary>
    public T Service<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>The one row, or null.</summary>
    public async Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? args = null) => (await QueryAsync<T>(sql, args)).SingleOrDefault();

    /// <summary>All rows.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, object? args = null)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddScope(batch);
        first.ForEach(batch.BatchCommands.Add);
        batch.BatchCommands.Add(Statement.Of(sql, args));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await ReadNowAsync(reader);
        for (; first.Count > 0; first.RemoveAt(0))
        {
            await reader.NextResultAsync(ct);
        }

        return await RowsAsync<T>(reader);
    }

    /// <summary>Starts the transaction where the instant is needed before any query.</summary>
    public async Task BeginAsync()
    {
        await using var batch = new NpgsqlBatch(connection);
        AddScope(batch);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await ReadNowAsync(reader);
    }

    /// <summary>Waits, before the next query and in the same round trip, for whoever else holds this lock; held until the end.</summary>
    public void LockFirst(long number) => first.Add(Statement.Of("select pg_advisory_xact_lock(@number)", new { number }));

    /// <summary>
    /// A change of exactly one row, sent with the commit. If the row is not there, or not the caller's to change, the whole
    /// transaction fails: nothing is half done. The statement is a single insert, update or delete without RETURNING.
    /// </summary>
    public void Update(string sql, object? args = null) =>
        changes.Add(Statement.Of($"with changed as ({sql} returning 1) select access.exactly_one(count(*)) from changed", args));

    /// <summary>A statement sent with the commit, however many rows it touches: insert, update, delete, or <c>select a_function()</c>.</summary>
    public void Execute(string sql, object? args = null) => changes.Add(Statement.Of(sql, args));

    /// <summary>Done when the commit has succeeded, as waking the relay.</summary>
    public void AfterCommit(Action action) => afterCommit.Add(action);

    /// <summary>Keeps with the Idempotency-Key what a repeat will answer: the status and the record. By default 200 and the path's record.</summary>
    public void Answers(int status, Guid record) => answered = (status, record);

    /// <summary>The ledger of what was really handed over: for ever, and never the content.</summary>
    public void Disclose(Disclosure disclosure) => Execute(InsertDisclosure, new
    {
        disclosure.Person,
        disclosure.Recipient,
        packages = disclosure.Packages.ToArray(),
        disclosure.Purpose,
        disclosure.Basis,
        consents = disclosure.Consents.ToArray(),
        disclosure.Referral,
        stage = disclosure.Stage.ToString().ToLowerInvariant(),
    });

    /// <summary>Commits what was gathered.</summary>
    public Task CommitAsync() => CommitRowsAsync<int>(null, null);

    /// <summary>Commits what was gathered and gives the one row of <paramref name="view" /> as it is then, in the same round trip.</summary>
    public async Task<T?> CommitAsync<T>(string view, object? args = null) => (await CommitRowsAsync<T>(view, args)).SingleOrDefault();

    /// <summary>Commits what was gathered and gives the rows of <paramref name="view" />, in the same round trip.</summary>
    public async Task<List<T>> CommitRowsAsync<T>(string? view, object? args)
    {
        RefuseInRehearsal();
        var reads = changes.Count == 0 && answered is null;   // who says what a repeat answers has changed something, if only by a statement that answered at once
        await using var batch = new NpgsqlBatch(connection);
        AddScope(batch);
        foreach (var change in changes)
        {
            batch.BatchCommands.Add(change);
        }

        if (!reads && request.Key is { } key)
        {
            var (status, answer) = answered ?? (200, request.Record ?? throw new InvalidOperationException("Say what a repeat answers."));
            batch.BatchCommands.Add(Statement.Of(InsertKey, new { path = key.Path, key = key.Key, key.BodyHash, status, answer, isVeiled }));
        }

        if (!entered && request.DataClass is { } audited && (request.Record ?? answered?.Answer) is { } record)
        {
            batch.BatchCommands.Add(Statement.Of(reads ? InsertAuditOfRead : InsertAudit, new { request.Action, dataClass = Word(audited), records = new[] { record }, request.Trace }));
        }

        if (view is not null)
        {
            batch.BatchCommands.Add(Statement.Of(view, args));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        if (!reads)
        {
            request.Features?.Set(new MayBeDone());
        }

        try
        {
            var rows = new List<T>();
            await using (var reader = await batch.ExecuteReaderAsync(ct))
            {
                await ReadNowAsync(reader);

                for (var answers = changes.Count(AnswersWithRows); answers > 0; answers--)
                {
                    await reader.NextResultAsync(ct);
                }

                if (view is not null)
                {
                    rows = await RowsAsync<T>(reader);
                }
                else
                {
                    await DrainAsync(reader);
                }
            }

            changes.Clear();
            begun = false;
            afterCommit.ForEach(action => action());
            return rows;
        }
        catch (PostgresException taken) when (taken is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "idempotency_pkey" })
        {
            throw new AlreadyTakenEffectException();
        }
        catch (PostgresException refused) when (!reads && !refused.SqlState.StartsWith("57P", StringComparison.Ordinal))   // there the session was ended from outside
        {
            request.Features?.Set<MayBeDone>(null);   // the database's own no: all of it was undone
            throw;
        }
    }

    /// <summary>Enters records that a list showed, which only their reading made known, instead of the path's.</summary>
    /// <param name="records">Their ids.</param>
    /// <param name="isTraced">Whether the entry bears the trace of the request, which leads to its path.</param>
    public void AuditRecords(IEnumerable<Guid> records, bool isTraced = true)
    {
        entered = true;
        if (request.DataClass is { } dataClass)
        {
            Execute(InsertAudit, new { request.Action, dataClass = Word(dataClass), records = records.ToArray(), trace = isTraced ? request.Trace : null });
        }
    }

    /// <summary>Enters what a clock of the service did with records, in the service's own name: nobody asked for it.</summary>
    public void Enter(string action, DataClass dataClass, IEnumerable<Guid> records) =>
        Execute(InsertAudit, new { action, dataClass = Word(dataClass), records = records.ToArray(), request.Trace });

    /// <summary>Gives the connection back; what was not committed is undone.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static string Word(DataClass dataClass) => dataClass.ToString().ToLowerInvariant();

    private void AddScope(NpgsqlBatch batch)
    {
        if (begun)
        {
            return;
        }

        begun = nowIsNext = true;
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        batch.BatchCommands.Add(Statement.Of(SetScope, new
        {
            grantees = $"{{{string.Join(',', Caller.Grantees())}}}",
            caller = Caller.Subject.ToString(),
            agency = Caller.Agency.ToString(),
            roles = $"{{{string.Join(',', Caller.Roles)}}}",
            areas = $"{{{string.Join(',', Caller.Areas)}}}",
            now = ReferenceEquals(clock, TimeProvider.System) ? "" : clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        }));
    }

    private async Task ReadNowAsync(NpgsqlDataReader reader)
    {
        if (!nowIsNext)
        {
            return;
        }

        nowIsNext = false;
        await reader.ReadAsync(ct);
        Now = reader.GetFieldValue<DateTimeOffset>(6);
        await reader.NextResultAsync(ct);
    }

    private async Task<List<T>> RowsAsync<T>(NpgsqlDataReader reader)
    {
        var rows = new List<T>();
        var parse = reader.GetRowParser<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(parse(reader));
        }

        await DrainAsync(reader);
        return rows;
    }

    // an error of a later statement shows here
    private async Task DrainAsync(NpgsqlDataReader reader)
    {
        while (await reader.NextResultAsync(ct))
        {
        }
    }

    private static bool AnswersWithRows(NpgsqlBatchCommand change) =>
        change.CommandText.StartsWith("select", StringComparison.Ordinal) || change.CommandText.StartsWith("with changed", StringComparison.Ordinal);

    private const string SetScope = """
        select set_config('app.grantees', @grantees, true), set_config('app.caller', @caller, true),
               set_config('app.agency', @agency, true), set_config('app.roles', @roles, true),
               set_config('app.areas', @areas, true), set_config('app.now', @now, true), access.now()
        """;

    private const string InsertKey = """
        insert into access.idempotency (caller, path, key, body_hash, status, answer, kept_until)
        values (access.caller(), @path, @key, @bodyHash, @status, @answer, case when @isVeiled then date_trunc('day', access.now()) + interval '31 days' else access.now() + interval '30 days' end)
        """;

    private const string InsertAudit = """
        insert into access.audit (caller, agency, action, data_class, records, outcome, trace)
        values (access.caller(), access.agency(), @action, @dataClass, @records, 'allowed', @trace)
        """;

    // a read that found nothing is entered as refused, by the route's filter
    private const string InsertAuditOfRead = """
        insert into access.audit (caller, agency, action, data_class, records, outcome, trace)
        select access.caller(), access.agency(), @action, @dataClass, @records, 'allowed', @trace
         where exists (select 1 from access.grants g where g.record = (@records)[1] and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now()))
        """;

    private const string InsertDisclosure = """
        insert into access.disclosures (person, recipient, packages, purpose, basis, consents, referral, stage, by_caller, by_agency, at)
        values (@person, @recipient, @packages, @purpose, @basis, @consents, @referral, @stage, access.caller(), access.agency(), access.now())
        """;
}
