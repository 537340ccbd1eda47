using Platform.Access;

namespace Platform.Registrations.SubjectRequests;

/// <summary>The answer to a person who asks what is held about them. Each making of one is entered in the audit.</summary>
public static class GetCopy
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/copy", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<CopyView>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, Standings standings, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (copy, refusal) = await CopyView.MakeAsync(personId, work, keys, standings.Current, ct);
        return refusal ?? Results.Ok(copy);
    }
}
