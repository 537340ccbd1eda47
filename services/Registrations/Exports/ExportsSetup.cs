namespace Platform.Registrations.Exports;

/// <summary>The calls of an export, from asking to its end.</summary>
public static class ExportsSetup
{
    /// <summary>Maps the routes.</summary>
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        AskForExport.Map(routes);
        ListExports.Map(routes);
        GetExport.Map(routes);
        ApproveExport.Map(routes);
        RefuseExport.Map(routes);
        EndExport.Map(routes);
        DownloadExport.Map(routes);
        PrintExport.Map(routes);
    }
}
