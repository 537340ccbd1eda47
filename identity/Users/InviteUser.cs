using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;

namespace Platform.Identity.Users;

/// <summary>
/// A person of the agency is invited, with what they may do and where. The link is answered once, for the administrator to hand over.
/// That they administer access themselves waits for another administrator.
/// </summary>
public static class InviteUser
{
    /// <summary>The person.</summary>
    /// <param name="AgencyId">Whose person it will be; without it the caller's own agency.</param>
    /// <param name="Login">An e-mail address, theirs alone on the whole platform: a person is of one agency.</param>
    /// <param name="Roles">Codes of role.csv that this kind of agency holds.</param>
    /// <param name="TeamIds">Teams of the agency, the first their main one.</param>
    /// <param name="AreaCodes">P-codes or prefixes within the agency's areas; <c>*</c> where those are everywhere.</param>
    public sealed record Request(Guid? AgencyId, string? Login, IReadOnlyList<string>? Roles, IReadOnlyList<Guid>? TeamIds, IReadOnlyList<string>? AreaCodes) : IGivesRights;

    private sealed class Rules : RightsRules<Request>
    {
        public Rules()
        {
            RuleFor(user => user.AgencyId).NotEqual(Guid.Empty);
            RuleFor(user => user.Login).NotEmpty().Login();
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/users", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(UserView.RebuildAsync).Produces<UserView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        Body<Request> body, ScopedDatabase database, ILookupNormalizer normalizer, UserManager<User> users, IConfiguration configuration, HttpResponse response, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var asked = body.Value;
        if (await Administered.FindAsync(work, asked.AgencyId) is not { } agency)
        {
            return Administered.NoSuchAgency;
        }

        if (await Rights.RefusesAsync(work, agency, asked) is { } wrong)
        {
            return wrong;
        }

        var userId = Guid.CreateVersion7();
        var administers = asked.Roles!.Contains(Rights.Administration);
        if (!await work.QuerySingleOrDefaultAsync<bool>(NewUser.Insert, new NewUser(
            userId, agency.AgencyId, asked.Login!, normalizer.NormalizeName(asked.Login!), [.. asked.Roles!.Where(role => role != Rights.Administration)],
            asked.TeamIds?.ToArray() ?? [], asked.AreaCodes!.ToArray(), administers ? work.Caller.Subject : null)))
        {
            return Administered.AlreadyThere;
        }

        var user = await work.QuerySingleOrDefaultAsync<User>(Invited, new { userId });
        var invitation = await Invitation.ForAsync(users, configuration, user!, work.Now);
        work.Answers(StatusCodes.Status201Created, userId);
        var view = await work.CommitAsync<UserView>(UserView.SelectOne, new { userId });
        response.Headers.ETag = IfMatch.Tag(view!.Version);
        return Results.Created($"/api/users/{userId}", view with { Invitation = invitation });
    }

    private const string Invited = "select id, user_name, security_stamp from users where id = @userId";
}
