namespace Platform.Registrations.Imports;

/// <summary>The calls of an import, and what goes on by itself after the answer.</summary>
public static class ImportsSetup
{
    /// <summary>Adds what works on imports, and what forgets them.</summary>
    public static void AddImports(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<RunImports>();
        builder.Services.AddHostedService<ForgetImports>();
    }

    /// <summary>Maps the routes.</summary>
    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        ImportPeople.Map(routes);
        ImportRoster.Map(routes);
        ListImports.Map(routes);
        GetImport.Map(routes);
        DownloadImportErrors.Map(routes);
        DownloadImportTemplate.Map(routes);
        CancelImport.Map(routes);
    }
}
