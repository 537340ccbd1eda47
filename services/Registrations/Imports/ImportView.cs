using Platform.Access;

namespace Platform.Registrations.Imports;

/// <summary>An import as who started it and the supervisors of their team see it: how far it is and how it ended. Never what is in the file.</summary>
/// <param name="ImportId">Its id.</param>
/// <param name="Kind">people or roster.</param>
/// <param name="VisitId">Of a roster, of which visit.</param>
/// <param name="DryRun">Whether it only looks.</param>
/// <param name="State">waiting, checking, importing; checked (a dry run in which nothing is wrong), done, refused (something is wrong, and nothing was imported), failed or cancelled.</param>
/// <param name="Reason">Why it was refused or failed: rows, file, not-allowed, not-there, visit-closed, visit-full, number-taken or fault.</param>
/// <param name="Bytes">How large the file was.</param>
/// <param name="RowsRead">How many rows were looked at so far.</param>
/// <param name="RowsInvalid">In how many of them something is wrong.</param>
/// <param name="RowsTotal">How many there are, once all were looked at.</param>
/// <param name="RowsImported">How many were imported: all of them, or none.</param>
/// <param name="StartedBy">Who started it.</param>
/// <param name="StartedAt">When.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record ImportView(
    Guid ImportId, string Kind, Guid? VisitId, bool DryRun, string State, string? Reason, int Bytes, int RowsRead, int RowsInvalid, int? RowsTotal, int? RowsImported, Guid StartedBy,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt)
{
    /// <summary>What the file is sealed under, with the import's key.</summary>
    internal const string File = "import-file";

    internal const string Select = """
        select import_id, kind, visit_id, dry_run, state, reason, bytes, rows_read, rows_invalid, rows_total, rows_imported, started_by, started_at, ended_at from imports
        """;

    internal const string SelectOne = $"{Select} where import_id = @importId";

    internal static async Task<object?> RebuildAsync(Work work, Guid importId) => await work.CommitAsync<ImportView>(SelectOne, new { importId });
}
