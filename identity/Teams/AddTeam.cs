using FluentValidation;
using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.Users;

namespace Platform.Identity.Teams;

/// <summary>A team of an agency is made.</summary>
public static class AddTeam
{
    /// <summary>The team.</summary>
    /// <param name="AgencyId">Whose team; without it the caller's own agency.</param>
    /// <param name="Code">Small letters, digits and hyphens, unique in the agency.</param>
    /// <param name="Name">As people call it.</param>
    /// <param name="AreaCodes">P-codes or prefixes within the agency's areas.</param>
    public sealed record Request(Guid? AgencyId, string? Code, string? Name, IReadOnlyList<string>? AreaCodes);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(team => team.AgencyId).NotEqual(Guid.Empty);
            RuleFor(team => team.Code).NotEmpty().Name();
            RuleFor(team => team.Name).NotEmpty().PlainText(200);
            RuleFor(team => team.AreaCodes).CodesOf(Administered.IsArea, most: 120);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/teams", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(TeamView.RebuildAsync).Produces<TeamView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, HttpResponse response, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var asked = body.Value;
        work.LockFirst(Grantee.Number(asked.AgencyId ?? work.Caller.Agency));   // of two that take one code at once the second finds the first
        if (await Administered.FindAsync(work, asked.AgencyId) is not { } agency)
        {
            return Administered.NoSuchAgency;
        }

        if (Rights.RefusesAreas(agency, asked.AreaCodes!) is { } wrong)
        {
            return wrong;
        }

        var teamId = Guid.CreateVersion7();
        if (!await work.QuerySingleOrDefaultAsync<bool>(Insert, new { teamId, agency.AgencyId, asked.Code, asked.Name, areaCodes = asked.AreaCodes!.ToArray() }))
        {
            return Administered.AlreadyThere;
        }

        work.Answers(StatusCodes.Status201Created, teamId);
        var view = await work.CommitAsync<TeamView>(TeamView.SelectOne, new { teamId });
        response.Headers.ETag = IfMatch.Tag(view!.Version);
        return Results.Created($"/api/teams/{teamId}", view);
    }

    private const string Insert = """
        insert into teams (team_id, agency_id, code, name, area_codes) values (@teamId, @agencyId, @code, @name, @areaCodes) on conflict do nothing returning true
        """;
}
