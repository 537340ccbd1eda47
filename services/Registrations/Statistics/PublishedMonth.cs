using System.Globalization;
using System.Text.Json;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Statistics;

/// <summary>Reads what was published of a month.</summary>
internal static class PublishedMonth
{
    private sealed record Row(string Body);

    /// <summary>A table of a month named as 2026-10; null where there is none.</summary>
    public static async Task<(DateOnly Month, T Table)?> ReadAsync<T>(ScopedDatabase database, string month, string name, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && await work.CommitAsync<Row>(Select, new { month = day, name }) is { } row
            ? (day, JsonSerializer.Deserialize<T>(row.Body, PlatformHost.Json)!)
            : null;
    }

    private const string Select = "select body::text as body from statistics_tables where month = @month and name = @name";
}
