using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Programmes;

/// <summary>What a person answered to each programme, by its code.</summary>
public static class ListForProgrammes
{
    /// <summary>All of it.</summary>
    public sealed record Answered(IReadOnlyList<ProgrammeAnswers> Items);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/programmes", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<Answered>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Seen, new { personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return Refusal.NotFound;
        }

        var rows = await work.CommitRowsAsync<ProgrammeAnswers.Row>(ProgrammeAnswers.SelectAll, new { personId });
        return Results.Ok(new Answered([.. rows.Select(row => ProgrammeAnswers.Of(row, key))]));
    }
}
