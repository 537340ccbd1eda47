using System.Text;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>A table with the columns that an import may have and no rows; what each holds, docs/imports.md says.</summary>
public static class DownloadImportTemplate
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/imports/template", Handle).RequireAuthorization(Policies.SeeImports).Audited(DataClass.Organisational).Produces<string>(StatusCodes.Status200OK, "text/csv");

    private static IResult Handle(string? kind) => kind switch
    {
        null or "people" => Of("people", PeopleTarget.Names),
        "roster" => Of("roster", RosterTarget.Names),
        _ => Refusal.Field("$.kind", Texts.In("people or roster.", "‏people أو roster.", "people ou roster.")),
    };

    private static IResult Of(string kind, IReadOnlyList<string> columns) => Results.File(Encoding.UTF8.GetBytes($"\uFEFF{string.Join(',', columns)}\r\n"), "text/csv; charset=utf-8", $"{kind}.csv");
}
