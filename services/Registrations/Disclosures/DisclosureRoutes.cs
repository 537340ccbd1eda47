namespace Platform.Registrations.Disclosures;

/// <summary>Who was handed a person's data.</summary>
internal static class DisclosureRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapDisclosures(this IEndpointRouteBuilder app)
    {
        ListDisclosures.Map(app);
        PrintDisclosures.Map(app);
    }
}
