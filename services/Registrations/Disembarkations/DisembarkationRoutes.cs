namespace Platform.Registrations.Disembarkations;

/// <summary>Where people are brought ashore.</summary>
internal static class DisembarkationRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapDisembarkations(this IEndpointRouteBuilder app)
    {
        RecordDisembarkation.Map(app);
        ListDisembarkations.Map(app);
        GetDisembarkation.Map(app);
        CorrectDisembarkation.Map(app);
        ScreenPeople.Map(app);
    }
}
