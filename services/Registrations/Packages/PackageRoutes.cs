namespace Platform.Registrations.Packages;

/// <summary>What other services ask for a person's data.</summary>
internal static class PackageRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapPackages(this IEndpointRouteBuilder app)
    {
        HandOverPackages.Map(app);
        CheckConsents.Map(app);
    }
}
