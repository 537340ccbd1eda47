using Platform.Access;

namespace Platform.Registrations.Programmes;

/// <summary>The forms of the caller's agency that are in force or proposed, by code.</summary>
public static class ListProgrammes
{
    /// <summary>All of them: they are few.</summary>
    public sealed record Forms(IReadOnlyList<ProgrammeView> Items);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/programmes", HandleAsync).RequireAuthorization(Policies.SeeProgrammes).Audited(DataClass.Organisational).Produces<Forms>();

    private static async Task<IResult> HandleAsync(ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var rows = await work.CommitRowsAsync<ProgrammeView.Row>($"{ProgrammeView.Select} where state in ('proposed', 'in-force') order by code, state", null);
        return Results.Ok(new Forms([.. rows.Select(ProgrammeView.Of)]));
    }
}
