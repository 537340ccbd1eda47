using FluentValidation;
using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.Users;

namespace Platform.Identity.Teams;

/// <summary>A team gets another code, name or other areas.</summary>
public static class ChangeTeam
{
    /// <summary>All of it as it shall be.</summary>
    public sealed record Request(string? Code, string? Name, IReadOnlyList<string>? AreaCodes);

    private sealed record Found(Guid AgencyId, int Version);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(team => team.Code).NotEmpty().Name();
            RuleFor(team => team.Name).NotEmpty().PlainText(200);
            RuleFor(team => team.AreaCodes).CodesOf(Administered.IsArea, most: 120);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/api/teams/{teamId:guid}", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Produces<TeamView>();

    private static async Task<IResult> HandleAsync(Guid teamId, Body<Request> body, IfMatch ifMatch, ScopedDatabase database, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Found>(Lock, new { teamId }) is not { } found)
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
        if (Rights.RefusesAreas(agency!, asked.AreaCodes!) is { } wrong)
        {
            return wrong;
        }

        work.LockFirst(Grantee.Number(found.AgencyId));   // of two that take one code at once the second finds the first
        if (await work.QuerySingleOrDefaultAsync<bool>(IsTaken, new { teamId, found.AgencyId, asked.Code }))
        {
            return Administered.AlreadyThere;
        }

        work.Update(Change, new { teamId, asked.Code, asked.Name, areaCodes = asked.AreaCodes!.ToArray() });
        var view = await work.CommitAsync<TeamView>(TeamView.SelectOne, new { teamId });
        response.Headers.ETag = IfMatch.Tag(view!.Version);
        return Results.Ok(view);
    }

    private const string Lock = $"select agency_id, version from teams where team_id = @teamId and {Administered.ByCaller} for update";

    private const string IsTaken = "select exists (select from teams where agency_id = @agencyId and code = @code and team_id <> @teamId)";

    private const string Change = "update teams set code = @code, name = @name, area_codes = @areaCodes, version = version + 1 where team_id = @teamId";
}
