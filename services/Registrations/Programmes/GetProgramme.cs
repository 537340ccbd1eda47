using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Programmes;

/// <summary>A form of a programme of the caller's agency, whatever became of it.</summary>
public static class GetProgramme
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/programmes/{formId:guid}", HandleAsync).RequireAuthorization(Policies.SeeProgrammes).Audited(DataClass.Organisational).Produces<ProgrammeView>();

    private static async Task<IResult> HandleAsync(Guid formId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return await ProgrammeView.RebuildAsync(work, formId) is { } form ? Results.Ok(form) : Refusal.NotFound;
    }
}
