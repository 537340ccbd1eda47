namespace Platform.Registrations.Outreach;

/// <summary>Awareness and outreach.</summary>
internal static class OutreachRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapOutreach(this IEndpointRouteBuilder app)
    {
        RecordSession.Map(app);
        ListSessions.Map(app);
        GetSession.Map(app);
        CorrectSession.Map(app);
    }
}
