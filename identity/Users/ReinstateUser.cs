using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Users;

/// <summary>A suspended person may sign in again; tokens from before stay refused.</summary>
public static class ReinstateUser
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/users/{userId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid userId, ScopedDatabase database, CancellationToken ct)
    {
        if (database.Caller.Subject == userId)
        {
            return Refusal.Forbidden;   // nobody suspends or reinstates themselves
        }

        await using var work = await database.BeginAsync(ct);
        if (!await work.QuerySingleOrDefaultAsync<bool>(Reinstate, new { userId }))
        {
            return Refusal.NotFound;
        }

        await work.AnnounceNotBeforeAsync(userId);
        await work.CommitAsync();
        return Results.NoContent();
    }

    private const string Reinstate = $"""
        update users set active = true, concurrency_stamp = gen_random_uuid()::text where id = @userId and {Administered.ByCaller} returning true
        """;
}
