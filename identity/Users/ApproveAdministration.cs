using Platform.Access;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Users;

/// <summary>Another administrator than the one who asked lets a person administer access. With one administrator alone nobody could be a second one of their own making.</summary>
public static class ApproveAdministration
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/users/{userId:guid}/approval", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(UserView.RebuildAsync).Produces<UserView>();

    private static async Task<IResult> HandleAsync(Guid userId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<UserView>($"{UserView.SelectOne} for update", new { userId }) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (work.Caller.Subject == userId || work.Caller.Subject == found.AdministrationAskedBy)
        {
            return Refusal.Forbidden;   // nobody approves what they asked for, nor themselves
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.AdministrationAskedBy is null)
        {
            return Refusal.WrongState(found.State);
        }

        await work.QueryAsync<bool>(Approve, new { userId, role = Rights.Administration });
        await work.AnnounceNotBeforeAsync(userId);
        work.Answers(StatusCodes.Status200OK, userId);
        return Results.Ok(await work.CommitAsync<UserView>(UserView.SelectOne, new { userId }));
    }

    private const string Approve = """
        update users set roles = array_append(roles, @role), administration_asked_by = null, access_version = access_version + 1, concurrency_stamp = gen_random_uuid()::text
         where id = @userId returning true
        """;
}
