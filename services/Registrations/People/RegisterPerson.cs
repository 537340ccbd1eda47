using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Matching;

namespace Platform.Registrations.People;

/// <summary>Opens a file for a person. The caller is the case worker in charge until the case is assigned.</summary>
public static class RegisterPerson
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(RebuildAsync)
            .Produces<OpenedFile>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        Body<PersonDetails> body, ScopedDatabase database, KeyStore keys, MatchKeys matching, TimeProvider clock, CancellationToken ct)
    {
        if (body.Refuses(new PersonDetails.Rules(clock)) is { } refusal)
        {
            return refusal;
        }

        var personId = Grantee.RandomId();
        var key = await keys.CreateAsync(personId, ct);
        await using var work = await database.BeginAsync(ct);
        await work.BeginAsync();
        work.Answers(StatusCodes.Status201Created, personId);
        work.OpenFiles(matching, [new NewFile(personId, key, body.Value)]);
        var opened = await work.CommitAsync<OpenedFile>(OpenedFile.Select, new { personId });
        return Results.Created($"/api/people/{personId}", opened);
    }

    private static async Task<object?> RebuildAsync(Work work, Guid personId) => await work.CommitAsync<OpenedFile>(OpenedFile.Select, new { personId });
}
