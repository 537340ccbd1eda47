using Platform.Access;

namespace Platform.Registrations.Imports;

/// <summary>
/// One import from its file to its end. First every row is checked; only where nothing is wrong in any of them are all of them written, in one transaction of who started it, with
/// the rights they have now. Whoever has lost the lease meanwhile writes nothing.
/// </summary>
internal sealed class ImportRun(Guid importId, Guid lease, Guid startedBy, ImportTarget target, JobDatabase jobs, ScopedDatabase database, KeyStore keys)
{
    private const int AtOnce = 1_000;         // rows
    private const int MostFaults = 20_000;    // that are told; all are counted

    private sealed record Content(byte[] Sealed);

    private readonly List<Fault> faults = [];
    private int read;
    private int invalid;
    private int told;
    private int most = MostFaults;

    /// <summary>Looks at every row. Whether all may be imported now; otherwise it has ended, or is another's by now.</summary>
    public async Task<bool> CheckAsync(bool isDry, CancellationToken ct)
    {
        var (file, blocked) = await OpenAsync(ct);
        if (blocked is not null)
        {
            await EndAsync("failed", blocked, ct);
            return false;
        }

        await ForgetAsync(ct);   // what was said by who did not come to the end
        try
        {
            foreach (var row in RowsOf(file))
            {
                target.Check(row);
                faults.AddRange(row.Faults);
                (read, invalid) = (read + 1, row.Faults.Count > 0 ? invalid + 1 : invalid);
                if (read % AtOnce == 0 && !await ProceedAsync(ct))
                {
                    return false;
                }
            }

            if (read == 0)
            {
                throw new UnreadableException(Hosting.Texts.In("There is no row below the header.", "لا يوجد صف تحت الصف الأول.", "Il n’y a aucune ligne sous l’en-tête."));
            }
        }
        catch (UnreadableException unreadable)
        {
            faults.AddRange(unreadable.Faults);
            most += faults.Count;   // why it ends is told in any case
            if (await ProceedAsync(ct))
            {
                await EndAsync("refused", "file", ct);
            }

            return false;
        }

        if (!await ProceedAsync(ct))
        {
            return false;
        }

        var wrong = invalid > 0 ? "rows" : target.TooMany(read);
        if (wrong is not null || isDry)
        {
            await EndAsync(wrong is null ? "checked" : "refused", wrong, ct);
            return false;
        }

        return await ChangeAsync(GoOn, new { importId, lease, read }, ct);
    }

    /// <summary>All rows, or none.</summary>
    public async Task ImportAsync(CancellationToken ct)
    {
        if (await WriteAsync(ct) is { } blocked)
        {
            await EndAsync("failed", blocked, ct);
        }
    }

    /// <summary>It has ended so, if it is still this process's to say.</summary>
    public Task<bool> EndAsync(string state, string? reason, CancellationToken ct) => ChangeAsync(End, new { importId, lease, state, reason, total = state == "failed" ? (int?)null : read }, ct);

    /// <summary>Why it could not be, with nothing done; null where it was, or is another's.</summary>
    private async Task<string?> WriteAsync(CancellationToken ct)
    {
        await using var work = await BeginAsync(ct);
        if (work is null)
        {
            return "not-allowed";
        }

        // held to the end: nobody else takes it up meanwhile, and it is not called off
        if (await work.QuerySingleOrDefaultAsync<int?>(Hold, new { importId, lease }) is not { } rows)
        {
            return null;
        }

        if (await target.PrepareAsync(work, ct) is { } blocked)
        {
            return blocked;
        }

        var written = 0;
        foreach (var some in RowsOf(await ReadAsync(work, ct)).Chunk(AtOnce))
        {
            if (await target.WriteAsync(work, some, ct) is { } late)
            {
                return late;
            }

            await work.SendAsync();
            written += some.Length;
        }

        work.Update("update imports set state = 'done', rows_imported = @written, ended_at = access.now(), lease = null where import_id = @importId and rows_total = @rows", new { importId, written, rows });
        await work.CommitAsync();
        return null;
    }

    /// <summary>The file, and where the rows would go: in the scope of who started it, who may still do it.</summary>
    private async Task<(byte[] File, string? Blocked)> OpenAsync(CancellationToken ct)
    {
        await using var work = await BeginAsync(ct);
        return work is null ? ([], "not-allowed")
            : await target.PrepareAsync(work, ct) is { } blocked ? ([], blocked)
            : (await ReadAsync(work, ct), null);
    }

    private ValueTask<Work?> BeginAsync(CancellationToken ct) => database.BeginForAsync(startedBy, target.Policy, target.Action, target.DataClass, ct);

    private async Task<byte[]> ReadAsync(Work work, CancellationToken ct)
    {
        var content = await work.QuerySingleOrDefaultAsync<Content>("select sealed from import_files where import_id = @importId", new { importId });
        return content is not null && await keys.GetAsync(importId, ct) is { } key ? key.OpenBytes(ImportView.File, content.Sealed) : throw new InvalidOperationException("An open import has no file.");
    }

    private IEnumerable<Cells> RowsOf(byte[] file)
    {
        IReadOnlyDictionary<string, int>? columns = null;
        foreach (var row in Table.Read(file))
        {
            if (columns is null)
            {
                columns = Header.Read(row, target);
            }
            else
            {
                yield return new Cells(columns, row);
            }
        }
    }

    /// <summary>Tells how far it is and what was found. Whether it is still this process's.</summary>
    private async Task<bool> ProceedAsync(CancellationToken ct)
    {
        await using var work = await jobs.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(Proceed, new { importId, lease, read, invalid }) is null)
        {
            return false;
        }

        foreach (var some in faults.Take(most - told).Chunk(AtOnce))
        {
            work.Execute(Tell, new { importId, lines = some.Select(fault => fault.Row ?? 0).ToArray(), names = some.Select(fault => fault.Column ?? "").ToArray(), messages = some.Select(fault => fault.Message).ToArray(), told });
            told += some.Length;
        }

        await work.CommitAsync();
        faults.Clear();
        return true;
    }

    private async Task ForgetAsync(CancellationToken ct)
    {
        await using var work = await jobs.BeginAsync(ct);
        work.Execute("delete from import_errors where import_id = @importId", new { importId });
        await work.CommitAsync();
    }

    private async Task<bool> ChangeAsync(string sql, object args, CancellationToken ct)
    {
        await using var work = await jobs.BeginAsync(ct);
        var changed = await work.QuerySingleOrDefaultAsync<int?>(sql, args);
        await work.CommitAsync();
        return changed is not null;
    }

    private const string Mine = "where import_id = @importId and lease = @lease and state in ('checking', 'importing')";

    private const string Proceed = $"update imports set rows_read = @read, rows_invalid = @invalid, leased_until = now() + interval '1 minute' {Mine} returning 1";

    private const string GoOn = $"update imports set state = 'importing', rows_total = @read, leased_until = now() + interval '1 minute' {Mine} returning 1";

    private const string End = $"update imports set state = @state, reason = @reason, rows_total = coalesce(rows_total, @total), ended_at = access.now(), lease = null {Mine} returning 1";

    private const string Hold = "select rows_total from imports where import_id = @importId and lease = @lease and state = 'importing' for update";

    private const string Tell = """
        insert into import_errors (import_id, at, line, name, message)
        select @importId, @told + e.at, nullif(e.line, 0), nullif(e.name, ''), e.message from unnest(@lines, @names, @messages) with ordinality as e (line, name, message, at)
        """;
}
