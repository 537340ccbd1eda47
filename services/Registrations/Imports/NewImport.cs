using System.Globalization;
using System.Text;
using Npgsql;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>What is told of an import that was taken on; how far it is, is asked for.</summary>
/// <param name="ImportId">Its id.</param>
public sealed record StartedImport(Guid ImportId)
{
    internal const string Select = "select import_id from imports where import_id = @importId";

    internal static async Task<object?> RebuildAsync(Work work, Guid importId) => await work.CommitAsync<StartedImport>(Select, new { importId });
}

/// <summary>How an import starts: the file is looked at by its first bytes, sealed and put by, and worked on after the answer.</summary>
internal static class NewImport
{
    /// <summary>Largest file in bytes: 50,000 rows with every column filled in take about half of it.</summary>
    public const int Largest = 16 * 1024 * 1024;

    /// <summary>What is wrong before anything is read.</summary>
    public static Refusal? Refuses(string? dryRun, Upload upload) =>
        upload.Refuses()
        ?? (dryRun is null or "true" or "false" ? null : Refusal.Field("$.dryRun", Texts.In("true or false.", "‏true أو false.", "true ou false.")))
        ?? (Table.IsPossible(upload.Bytes) ? null : Refusal.Field("$", Texts.In("A table is expected: CSV or XLSX.", "المتوقع جدول: CSV أو XLSX.", "Un tableau est attendu : CSV ou XLSX.")));

    /// <summary>Puts the file by. The same file of the same agency is imported once, whatever it is called and whoever sends it.</summary>
    public static async Task<IResult> StartAsync(Work work, string kind, Guid? visitId, string? dryRun, byte[] file, KeyStore keys, CancellationToken ct)
    {
        var importId = Guid.CreateVersion7();
        var (key, hash) = (await keys.CreateAsync(importId, ct), keys.Mac("import", [.. Encoding.UTF8.GetBytes($"{kind} {visitId}\n"), .. file]));
        work.Answers(StatusCodes.Status202Accepted, importId);
        work.Update(Insert, new
        {
            importId,
            kind,
            visitId,
            desk = work.Caller.MainTeam is { } team ? Grantee.Desk(team, "supervisor") : (Guid?)null,
            dryRun = dryRun == "true",
            language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
            hash,
            bytes = file.Length,
        });
        work.Update("insert into import_files (import_id, sealed) values (@importId, @content)", new { importId, content = key.SealBytes(ImportView.File, file) });
        try
        {
            return Results.Accepted($"/api/imports/{importId}", await work.CommitAsync<StartedImport>(StartedImport.Select, new { importId }));
        }
        catch (PostgresException twice) when (twice is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "imports_once" })
        {
            return await ImportedAlreadyAsync(work.Service<ScopedDatabase>(), hash, ct);
        }
    }

    /// <summary>Which import it was is told to who sees that one.</summary>
    private static async Task<Refusal> ImportedAlreadyAsync(ScopedDatabase database, byte[] hash, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var earlier = await work.QuerySingleOrDefaultAsync<Guid?>(Earlier, new { hash });
        return new Refusal(409, "imported-already", Texts.In(
            "Your agency has imported this very file, or is about to.",
            "سبق لوكالتك أن استوردت هذا الملف نفسه أو هي بصدد ذلك.",
            "Votre agence a déjà importé ce même fichier, ou est sur le point de le faire."), earlier is { } id ? new Dictionary<string, object> { ["importId"] = id } : null);
    }

    private const string Insert = """
        insert into imports (import_id, kind, visit_id, agency_id, desk, started_by, dry_run, language, file_hash, bytes, started_at)
        values (@importId, @kind, @visitId, access.agency(), @desk, access.caller(), @dryRun, @language, @hash, @bytes, access.now())
        """;

    private const string Earlier = """
        select import_id from imports where agency_id = access.agency() and file_hash = @hash and not dry_run and state in ('waiting', 'checking', 'importing', 'done')
        """;
}
