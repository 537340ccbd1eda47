using Platform.Access;
using Platform.Contracts.Identity.V1;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Agencies;

/// <summary>An agency loses access at once: no new tokens, its present ones are refused (the not-before trigger), and its people's sign-ins end. Repeating it ends only what has begun since.</summary>
public static class SuspendAgency
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/agencies/{agencyId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational)
            .Idempotent().Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid agencyId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        if (database.Caller.Agency == agencyId)
        {
            return Refusal.Forbidden;   // nobody locks their own agency out: the lead's administrators would be the last who could let it in again
        }

        await using var work = await database.BeginAsync(ct);
        await work.QueryAsync<int>(LockPeople, new { agencyId });
        if (!await work.QuerySingleOrDefaultAsync<bool>(Suspend, new { agencyId }))
        {
            return Refusal.NotFound;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        work.Execute(EndSignIns, new { agencyId });
        await work.AnnounceNotBeforeAsync(agencyId);
        await work.AnnounceAsync((version, now) => new AgencySuspended { SubjectId = agencyId, SubjectVersion = version, OccurredAt = now });
        work.Answers(StatusCodes.Status204NoContent, agencyId);
        await work.CommitAsync();
        return Results.NoContent();
    }

    // people before their agency: the order in which a token being issued locks them
    private const string LockPeople = """
        update users set security_stamp = gen_random_uuid()::text, concurrency_stamp = gen_random_uuid()::text where agency_id = @agencyId returning 1
        """;

    private const string Suspend = "update agencies set active = false where agency_id = @agencyId returning true";

    private const string EndSignIns = """
        update authorizations set status = 'revoked', concurrency_token = gen_random_uuid()::text
         where status = 'valid' and subject in (select id::text from users where agency_id = @agencyId)
        """;
}
