namespace Platform.Registrations.EmergencyAccess;

/// <summary>How a file is opened in an emergency, and judged afterwards.</summary>
internal static class EmergencyAccessRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapEmergencyAccess(this IEndpointRouteBuilder app)
    {
        BreakGlass.Map(app);
        ListEmergencyAccess.Map(app);
        ConfirmEmergencyAccess.Map(app);
    }
}
