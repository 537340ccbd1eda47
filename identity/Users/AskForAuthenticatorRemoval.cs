using Platform.Access;
using Platform.Hosting;

namespace Platform.Identity.Users;

/// <summary>
/// Somebody's authenticator app is lost, with the phone that it was on: an administrator asks that another one may be registered. Nothing changes until
/// a second administrator approves, as whoever removed the app alone could make a link and sign in as that person.
/// </summary>
public static class AskForAuthenticatorRemoval
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/users/{userId:guid}/authenticator-removal", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(UserView.RebuildAsync).Produces<UserView>();

    private static async Task<IResult> HandleAsync(Guid userId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        if (database.Caller.Subject == userId)
        {
            return Refusal.Forbidden;   // somebody else says that it is lost
        }

        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<UserView>($"{UserView.SelectOne} for update", new { userId }) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (!found.HasAuthenticator || found.AuthenticatorRemovalAskedBy is not null || found.State == "suspended")
        {
            return Refusal.WrongState(found.State);
        }

        await work.QueryAsync<bool>(Ask, new { userId });
        work.Answers(StatusCodes.Status200OK, userId);
        return Results.Ok(await work.CommitAsync<UserView>(UserView.SelectOne, new { userId }));
    }

    private const string Ask = """
        update users set authenticator_removal_asked_by = access.caller(), access_version = access_version + 1, concurrency_stamp = gen_random_uuid()::text
         where id = @userId returning true
        """;
}
