using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Statistics;

/// <summary>Who did what where in a month and for how many people, with the tags of HXL, for those who gather such tables.</summary>
public static class GetFiveW
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/statistics/{month}/5w.csv", HandleAsync).RequireAuthorization(Policies.ReadStatistics).Audited(DataClass.Organisational).Produces<string>(StatusCodes.Status200OK, "text/csv");

    private static async Task<IResult> HandleAsync(string month, HttpResponse response, ScopedDatabase database, CancellationToken ct)
    {
        if (await PublishedMonth.ReadAsync<FiveWTable>(database, month, MakeMonth.FiveW, ct) is not var (day, table))
        {
            return Refusal.NotFound;
        }

        response.Headers.CacheControl = "no-store";
        return StatisticsCsv.File(table.Csv(day), $"{month}-5w.csv");
    }
}
