using Microsoft.AspNetCore.Identity;
using Platform.Access;
using Platform.Hosting;
using Platform.Identity.NotBefore;
using Platform.Identity.Users;

namespace Platform.Identity.Agencies;

/// <summary>Another administrator of the lead than the one who asked lets an agency take part; its first administrator is invited by a link that is answered this once.</summary>
public static class ApproveAgency
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    private sealed record Asked(string State, Guid? AskedBy);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/agencies/{agencyId:guid}/approval", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(AgencyView.RebuildAsync).Produces<AgencyView>();

    private static async Task<IResult> HandleAsync(Guid agencyId, Body<Request> body, ScopedDatabase database, UserManager<User> users, IConfiguration configuration, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Asked>(Lock, new { agencyId }) is not { } asked)
        {
            return Refusal.NotFound;
        }

        if (asked.AskedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // nobody approves what they asked for
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (asked.State != "pending")
        {
            return Refusal.WrongState(asked.State);
        }

        var invitation = await work.QuerySingleOrDefaultAsync<User>(RenewFirstAdministrator, new { agencyId }) is { } administrator
            ? await Invitation.ForAsync(users, configuration, administrator, work.Now) : null;
        await work.QueryAsync<bool>(Approve, new { agencyId });
        await work.AnnounceNotBeforeAsync(agencyId);   // who follows the standing reads it again
        work.Answers(StatusCodes.Status200OK, agencyId);
        return Results.Ok(await work.CommitAsync<AgencyView>(AgencyView.SelectOne, new { agencyId }) is { } view ? view with { Invitation = invitation } : null);
    }

    private const string Lock = $"select state, asked_by from ({AgencyView.Select} where agency_id = @agencyId for update) a";

    // the stamp is what an invitation is made of
    private const string RenewFirstAdministrator = """
        update users set security_stamp = gen_random_uuid()::text, concurrency_stamp = gen_random_uuid()::text
         where id = (select id from users where agency_id = @agencyId and 'access-admin' = any (roles) and password_hash is null order by id limit 1)
        returning id, user_name, security_stamp
        """;

    private const string Approve = """
        update agencies set active = true, approved_by = access.caller(), approved_at = access.now() where agency_id = @agencyId returning true
        """;
}
