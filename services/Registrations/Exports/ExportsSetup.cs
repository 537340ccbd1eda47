namespace Platform.Registrations.Exports;

/// <summary>The calls of an export, from asking to its end, and what goes on by itself after that.</summary>
public static class ExportsSetup
{
    /// <summary>Adds the rule.</summary>
    public static void AddExports(this WebApplicationBuilder builder) => builder.Services.AddHostedService<ForgetEndedExports>();

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
