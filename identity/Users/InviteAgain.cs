using Microsoft.AspNetCore.Identity;
using Platform.Access;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Users;

/// <summary>
/// A new link, for who lost the first one or forgot the password: what was there before, a link or a password, is none any more, and
/// the person's sign-ins end. An authenticator app stays registered, so that the link alone opens nothing; an administrator without one
/// administers again only once another administrator approved, as who made the link could take it up themselves.
/// </summary>
public static class InviteAgain
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/users/{userId:guid}/invitation", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(UserView.RebuildAsync).Produces<UserView>();

    private static async Task<IResult> HandleAsync(Guid userId, Body<Request> body, ScopedDatabase database, UserManager<User> users, IConfiguration configuration, CancellationToken ct)
    {
        if (database.Caller.Subject == userId)
        {
            return Refusal.Forbidden;   // somebody else hands a link over
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

        if (found.State == "suspended")
        {
            return Refusal.WrongState(found.State);
        }

        var user = await work.QuerySingleOrDefaultAsync<User>(Renew, new { userId });
        var invitation = await Invitation.ForAsync(users, configuration, user!, work.Now);
        work.Execute(SuspendUser.EndSignIns, new { userId });
        await work.AnnounceNotBeforeAsync(userId);
        work.Answers(StatusCodes.Status200OK, userId);
        return Results.Ok((await work.CommitAsync<UserView>(UserView.SelectOne, new { userId }))! with { Invitation = invitation });
    }

    private const string Renew = """
        update users set password_hash = null, access_failed_count = 0, lockout_end = null, security_stamp = gen_random_uuid()::text, concurrency_stamp = gen_random_uuid()::text,
               access_version = access_version + 1,
               roles = case when two_factor_enabled then roles else array_remove(roles, 'access-admin') end,
               administration_asked_by = case when two_factor_enabled or not 'access-admin' = any (roles) then administration_asked_by else access.caller() end
         where id = @userId returning id, user_name, security_stamp
        """;
}
