using Platform.Access;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Users;

/// <summary>
/// Another administrator than the one who asked agrees that an authenticator app is lost: it is none any more, what was signed in with it ends at once, and
/// the person registers another after their next password, where their agency or a role asks for one.
/// </summary>
public static class ApproveAuthenticatorRemoval
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/users/{userId:guid}/authenticator-removal/approval", HandleAsync).RequireAuthorization(Policies.AdministerAccess)
            .Audited(DataClass.Organisational, everyRefusal: true).Idempotent(UserView.RebuildAsync).Produces<UserView>();

    private static async Task<IResult> HandleAsync(Guid userId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<UserView>($"{UserView.SelectOne} for update", new { userId }) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (work.Caller.Subject == userId || work.Caller.Subject == found.AuthenticatorRemovalAskedBy)
        {
            return Refusal.Forbidden;   // nobody approves what they asked for, nor for themselves
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.AuthenticatorRemovalAskedBy is null)
        {
            return Refusal.WrongState(found.State);
        }

        await work.QueryAsync<bool>(Remove, new { userId });
        work.Execute(Forget, new { userId });
        work.Execute(SuspendUser.EndSignIns, new { userId });
        await work.AnnounceNotBeforeAsync(userId);
        work.Answers(StatusCodes.Status200OK, userId);
        return Results.Ok(await work.CommitAsync<UserView>(UserView.SelectOne, new { userId }));
    }

    // new stamps: a sign-in in flight is none any more
    private const string Remove = """
        update users set two_factor_enabled = false, authenticator_removal_asked_by = null, access_version = access_version + 1,
               security_stamp = gen_random_uuid()::text, concurrency_stamp = gen_random_uuid()::text
         where id = @userId returning true
        """;

    // the secret, so that the next app gets a new one
    private const string Forget = "delete from user_tokens where user_id = @userId";
}
