namespace Platform.Registrations.Statistics;

/// <summary>Figures of each month that give nobody away.</summary>
internal static class StatisticsSetup
{
    /// <summary>Adds the clock that makes them.</summary>
    public static void AddStatistics(this WebApplicationBuilder builder) => builder.Services.AddHostedService<MakeMonth>();

    /// <summary>Maps the routes.</summary>
    public static void MapStatistics(this IEndpointRouteBuilder routes)
    {
        ListMonths.Map(routes);
        GetTable.Map(routes);
        GetFiveW.Map(routes);
    }
}
