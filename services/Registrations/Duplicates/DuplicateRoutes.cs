namespace Platform.Registrations.Duplicates;

/// <summary>Records of several agencies that may be of one person.</summary>
internal static class DuplicateRoutes
{
    /// <summary>Adds the clocks of this folder.</summary>
    public static void AddDuplicates(this IServiceCollection services)
    {
        services.AddHostedService<FindDuplicates>();
        services.AddHostedService<EndDuplicatesThatStandNoMore>();
    }

    /// <summary>Maps the routes of this folder.</summary>
    public static void MapDuplicates(this IEndpointRouteBuilder app)
    {
        ListDuplicates.Map(app);
        GetDuplicate.Map(app);
        DecideDuplicate.Map(app);
        ConfirmDuplicate.Map(app);
        ReopenDuplicate.Map(app);
    }
}
