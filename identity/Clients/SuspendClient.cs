using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Clients;

/// <summary>An agency's system loses access at once: no new tokens, and its present ones are refused (the not-before trigger). Repeating it changes nothing.</summary>
public static class SuspendClient
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/clients/{clientId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational)
            .Idempotent().Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid clientId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        if (database.Caller.Subject == clientId)
        {
            return Refusal.Forbidden;   // nobody suspends or reinstates themselves
        }

        await using var work = await database.BeginAsync(ct);
        if (!await work.QuerySingleOrDefaultAsync<bool>(Suspend, new { clientId }))
        {
            return Refusal.NotFound;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        await work.AnnounceNotBeforeAsync(clientId);
        work.Answers(StatusCodes.Status204NoContent, clientId);
        await work.CommitAsync();
        return Results.NoContent();
    }

    // the platform's own services and the portal are not an agency's to lose
    private const string Suspend = $"""
        update clients set active = false, concurrency_token = gen_random_uuid()::text
         where id = @clientId and agency_id is not null and {Administered.ByCaller} returning true
        """;
}
