using System.Globalization;
using System.Text;
using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Exports;

namespace Platform.Registrations.Imports;

/// <summary>What is wrong in the file of an import, row by row: row, column and a sentence in the language it was sent with. No value of the file is in it.</summary>
public static class DownloadImportErrors
{
    private sealed record Line(int? Row, string? Name, string Message);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/imports/{importId:guid}/errors", HandleAsync).RequireAuthorization(Policies.SeeImports).Audited(DataClass.Organisational).Produces<string>(StatusCodes.Status200OK, "text/csv");

    private static async Task<IResult> HandleAsync(Guid importId, HttpContext http, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<ImportView>(ImportView.SelectOne, new { importId }) is null)
        {
            return Refusal.NotFound;
        }

        var lines = await work.QueryAsync<Line>(Select, new { importId });
        work.AuditRecords([importId]);
        await work.CommitAsync();
        http.Response.Headers.CacheControl = "no-store";
        // the mark of UTF-8 first: spreadsheets read Arabic wrongly without it
        var file = lines.Aggregate(new StringBuilder("\uFEFF\"row\",\"column\",\"error\"\r\n"), (text, line) => text.Append(CultureInfo.InvariantCulture, $"{line.Row},{DownloadExport.Cell(line.Name)},{DownloadExport.Cell(line.Message)}\r\n"));
        return Results.File(Encoding.UTF8.GetBytes(file.ToString()), "text/csv; charset=utf-8", $"import-{importId}-errors.csv");
    }

    private const string Select = "select line as row, name, message from import_errors where import_id = @importId order by at";
}
