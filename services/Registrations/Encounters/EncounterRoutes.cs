namespace Platform.Registrations.Encounters;

/// <summary>Meetings and calls with people on file.</summary>
internal static class EncounterRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapEncounters(this IEndpointRouteBuilder app)
    {
        RecordEncounter.Map(app);
        ListEncounters.Map(app);
        CorrectEncounter.Map(app);
    }
}
