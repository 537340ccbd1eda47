namespace Platform.Registrations.Statuses;

/// <summary>What people are in the terms of migration and displacement.</summary>
internal static class StatusRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapStatuses(this IEndpointRouteBuilder app)
    {
        RecordStatus.Map(app);
        ListStatuses.Map(app);
        EndStatus.Map(app);
    }
}
