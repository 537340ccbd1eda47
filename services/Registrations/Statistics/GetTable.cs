using System.Globalization;
using System.Text;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Statistics;

/// <summary>A table of a month, as JSON or as CSV. Nothing of a number that is hidden is in either, but that it is.</summary>
public static class GetTable
{
    /// <summary>A table.</summary>
    /// <param name="Month">As 2026-10.</param>
    /// <param name="Table">Its name.</param>
    /// <param name="Title">What it is called.</param>
    /// <param name="Withheld">Whether nothing of it is told, as fewer than three agencies had part in it, or there was too little of it.</param>
    /// <param name="Columns">Of each row.</param>
    /// <param name="Rows">Districts or kinds of sites that are told; one without numbers for those that are not; and the whole country.</param>
    public sealed record View(string Month, string Table, string Title, bool Withheld, IReadOnlyList<Named> Columns, IReadOnlyList<Row> Rows);

    /// <summary>A column.</summary>
    public sealed record Named(string Code, string Label);

    /// <summary>A row.</summary>
    /// <param name="Code">A code, <c>hidden</c> or <c>total</c>.</param>
    /// <param name="Label">What it is called.</param>
    /// <param name="Values">A number for each column, null where it is hidden.</param>
    /// <param name="All">All of the row; null where it is hidden or has no sense.</param>
    public sealed record Row(string Code, string Label, IReadOnlyList<int?> Values, int? All);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/statistics/{month}/{table}", HandleAsync).RequireAuthorization(Policies.ReadStatistics).Audited(DataClass.Organisational)
            .Produces<View>().Produces<string>(StatusCodes.Status200OK, "text/csv");

    private static async Task<IResult> HandleAsync(string month, string table, string? format, HttpContext http, ScopedDatabase database, CancellationToken ct)
    {
        if (!MonthlyTables.Names.Contains(table) || await PublishedMonth.ReadAsync<StatisticsTable>(database, month, table, ct) is not var (_, found))
        {
            return Refusal.NotFound;
        }

        if (format is not (null or "json" or "csv"))
        {
            return Refusal.Field("$.format", Texts.In("json or csv.", "‏json أو csv.", "json ou csv."));
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Vary = "Accept, Accept-Language";
        var view = ViewOf(found, month);
        return (format ?? (Prefers(http.Request, "text/csv") ? "csv" : "json")) == "csv" ? StatisticsCsv.File(Csv(view), $"{month}-{table}.csv") : Results.Ok(view);
    }

    private static bool Prefers(HttpRequest request, string type) =>
        request.GetTypedHeaders().Accept.OrderByDescending(accepted => accepted.Quality ?? 1).FirstOrDefault()?.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) is true;

    private static View ViewOf(StatisticsTable table, string month)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        string Label(string code) => Titles.OfCode(table.Name, code, language);
        Row Told(StatisticsTable.Row row) => new(row.Code, Label(row.Code), row.Values, row.All);
        return new(month, table.Name, Titles.Of(table.Name), table.IsWithheld, [.. table.Columns.Select(code => new Named(code, Label(code)))], table.IsWithheld ? [] :
        [
            .. table.Rows.SkipLast(1).Select(Told),
            new("hidden", Label("hidden"), [.. table.Columns.Select(_ => (int?)null)], null),
            Told(table.Rows[^1]),
        ]);
    }

    private static string Csv(View view)
    {
        var text = new StringBuilder();
        StatisticsCsv.Line(text, [view.Month, view.Title, .. view.Columns.Select(column => column.Label), Texts.In("All", "الكل", "Tous")]);
        StatisticsCsv.Line(text, ["code", "label", .. view.Columns.Select(column => column.Code), "all"]);
        foreach (var row in view.Rows)
        {
            StatisticsCsv.Line(text, [row.Code, row.Label], [.. row.Values, row.All]);
        }

        return text.ToString();
    }
}
