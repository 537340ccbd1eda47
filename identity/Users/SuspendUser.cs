using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Users;

/// <summary>A person loses access at once: their tokens are refused (the not-before trigger) and their sign-ins end. Repeating it changes nothing.</summary>
public static class SuspendUser
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/users/{userId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational)
            .Idempotent().Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid userId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        if (database.Caller.Subject == userId)
        {
            return Refusal.Forbidden;   // nobody suspends or reinstates themselves
        }

        await using var work = await database.BeginAsync(ct);
        if (!await work.QuerySingleOrDefaultAsync<bool>(Suspend, new { userId }))
        {
            return Refusal.NotFound;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        work.Execute(EndSignIns, new { userId });
        await work.AnnounceNotBeforeAsync(userId);
        work.Answers(StatusCodes.Status204NoContent, userId);
        await work.CommitAsync();
        return Results.NoContent();
    }

    // new stamps: a sign-in in flight, which writes the whole row, must not write the old state back
    private const string Suspend = $"""
        update users set active = false, security_stamp = gen_random_uuid()::text, concurrency_stamp = gen_random_uuid()::text
         where id = @userId and {Administered.ByCaller} returning true
        """;

    internal const string EndSignIns = """
        update authorizations set status = 'revoked', concurrency_token = gen_random_uuid()::text
         where status = 'valid' and subject = @userId::text
        """;
}
