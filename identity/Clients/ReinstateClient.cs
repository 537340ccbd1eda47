using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Clients;

/// <summary>A suspended system may have tokens again; those from before stay refused.</summary>
public static class ReinstateClient
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/clients/{clientId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid clientId, ScopedDatabase database, CancellationToken ct)
    {
        if (database.Caller.Subject == clientId)
        {
            return Refusal.Forbidden;   // nobody suspends or reinstates themselves
        }

        await using var work = await database.BeginAsync(ct);
        if (!await work.QuerySingleOrDefaultAsync<bool>(Reinstate, new { clientId }))
        {
            return Refusal.NotFound;
        }

        await work.AnnounceNotBeforeAsync(clientId);
        await work.CommitAsync();
        return Results.NoContent();
    }

    private const string Reinstate = $"""
        update clients set active = true, concurrency_token = gen_random_uuid()::text
         where id = @clientId and agency_id is not null and {Administered.ByCaller} returning true
        """;
}
