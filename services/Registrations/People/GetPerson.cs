using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.People;

/// <summary>A person's file, for who keeps the case.</summary>
public static class GetPerson
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Produces<PersonView>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var row = await work.CommitAsync<PersonView.Row>(Select, new { personId });
        if (await PersonView.OpenAsync(row, work, keys, ct) is not { } person)
        {
            return Refusal.NotFound;
        }

        response.Headers.ETag = IfMatch.Tag(person.Version);
        return Results.Ok(person);
    }

    private const string Select = $"{PersonView.Select} where p.person_id = @personId";
}
