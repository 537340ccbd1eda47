namespace Platform.Registrations.Programmes;

/// <summary>What programmes ask beyond the file.</summary>
internal static class ProgrammeRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapProgrammes(this IEndpointRouteBuilder app)
    {
        ListProgrammes.Map(app);
        GetProgramme.Map(app);
        ProposeProgramme.Map(app);
        ApproveProgramme.Map(app);
        RejectProgramme.Map(app);
        ListForProgrammes.Map(app);
        RecordForProgramme.Map(app);
    }
}
