using System.Globalization;
using Platform.Access;

namespace Platform.Registrations.Statistics;

/// <summary>Which months were published, the newest first, and which tables there are of each.</summary>
public static class ListMonths
{
    /// <summary>A month.</summary>
    /// <param name="Month">As 2026-10.</param>
    /// <param name="MadeAt">When its figures were made; they do not change.</param>
    /// <param name="Tables">Its tables.</param>
    public sealed record MonthView(string Month, DateTimeOffset MadeAt, IReadOnlyList<TableName> Tables);

    /// <summary>A table.</summary>
    /// <param name="Table">Its name.</param>
    /// <param name="Title">What it is called.</param>
    public sealed record TableName(string Table, string Title);

    private sealed record Row(DateOnly Month, DateTimeOffset MadeAt);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/statistics", HandleAsync).RequireAuthorization(Policies.ReadStatistics).Audited(DataClass.Organisational).Produces<Page<MonthView>>();

    private static async Task<IResult> HandleAsync(ScopedDatabase database, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var months = await work.CommitRowsAsync<Row>(Select, null);
        response.Headers.CacheControl = "no-store";
        return Results.Ok(new Page<MonthView>([.. months.Select(month => new MonthView(
            month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), month.MadeAt, [.. MonthlyTables.Names.Select(name => new TableName(name, Titles.Of(name)))]))], null));
    }

    // ten years
    private const string Select = "select month, made_at from statistics_months order by month desc limit 120";
}
