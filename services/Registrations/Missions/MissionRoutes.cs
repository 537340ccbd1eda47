namespace Platform.Registrations.Missions;

/// <summary>Journeys to places outside the towns.</summary>
internal static class MissionRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapMissions(this IEndpointRouteBuilder app)
    {
        PlanMission.Map(app);
        ListMissions.Map(app);
        GetMission.Map(app);
        ChangeMission.Map(app);
        ClearMission.Map(app);
        DepartOnMission.Map(app);
        CompleteMission.Map(app);
        CancelMission.Map(app);
    }
}
