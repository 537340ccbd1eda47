using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Users;

/// <summary>
/// What a person may do and where is changed: tokens from before are refused at once (the not-before trigger). Nobody changes their own
/// rights, and that somebody administers access waits for another administrator.
/// </summary>
public static class ChangeAccess
{
    /// <summary>All of it as it shall be.</summary>
    public sealed record Request(IReadOnlyList<string>? Roles, IReadOnlyList<Guid>? TeamIds, IReadOnlyList<string>? AreaCodes) : IGivesRights;

    private sealed class Rules : RightsRules<Request>;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/api/users/{userId:guid}/access", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Produces<UserView>();

    private static async Task<IResult> HandleAsync(Guid userId, Body<Request> body, IfMatch ifMatch, ScopedDatabase database, HttpResponse response, CancellationToken ct)
    {
        if (database.Caller.Subject == userId)
        {
            return Refusal.Forbidden;   // nobody changes their own rights
        }

        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<UserView>($"{UserView.SelectOne} for update", new { userId }) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        if (ifMatch.Refuses(found.Version) is { } stale)
        {
            return stale;
        }

        var asked = body.Value;
        var agency = await Administered.FindAsync(work, found.AgencyId);
        if (await Rights.RefusesAsync(work, agency!, asked) is { } wrong)
        {
            return wrong;
        }

        var waits = asked.Roles!.Contains(Rights.Administration) && !found.Roles.Contains(Rights.Administration);
        await work.QueryAsync<bool>(Change, new
        {
            userId,
            roles = asked.Roles!.Where(role => !waits || role != Rights.Administration).ToArray(),
            teamIds = asked.TeamIds?.ToArray() ?? [],
            areaCodes = asked.AreaCodes!.ToArray(),
            administrationAskedBy = waits ? work.Caller.Subject : (Guid?)null,
        });
        await work.AnnounceNotBeforeAsync(userId);
        var view = await work.CommitAsync<UserView>(UserView.SelectOne, new { userId });
        response.Headers.ETag = IfMatch.Tag(view!.Version);
        return Results.Ok(view);
    }

    // a new concurrency stamp: a sign-in in flight, which writes the whole row, must not write the old rights back
    private const string Change = """
        update users set roles = @roles, team_ids = @teamIds, area_codes = @areaCodes, administration_asked_by = @administrationAskedBy,
               access_version = access_version + 1, concurrency_stamp = gen_random_uuid()::text
         where id = @userId returning true
        """;
}
