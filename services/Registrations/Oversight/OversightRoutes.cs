namespace Platform.Registrations.Oversight;

/// <summary>What administrators and auditors ask about access.</summary>
internal static class OversightRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapOversight(this IEndpointRouteBuilder app)
    {
        ExplainAccess.Map(app);
        ExposedPeople.Map(app);
    }
}
