using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Agencies;

/// <summary>
/// An administrator of the lead changes where an agency works and who of it needs an authenticator app. Its tokens from before are refused (the not-before
/// trigger), and who needs an app and has none gets no further one before they registered it.
/// </summary>
public static class ChangeAgency
{
    /// <summary>All of it as it shall be.</summary>
    /// <param name="Name">As people call it.</param>
    /// <param name="AreaCodes">P-codes or prefixes where it works; <c>*</c> for everywhere. What its teams, people and systems have must stay within.</param>
    /// <param name="TotpRequired">Whether all its people need an authenticator app.</param>
    /// <param name="TotpRoles">Roles whose holders need one in any case.</param>
    public sealed record Request(string? Name, IReadOnlyList<string>? AreaCodes, bool? TotpRequired, IReadOnlyList<string>? TotpRoles);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(agency => agency.Name).NotEmpty().PlainText(200);
            RuleFor(agency => agency.AreaCodes).CodesOf(Administered.IsArea, most: 120);
            RuleFor(agency => agency.TotpRequired).NotNull();
            RuleFor(agency => agency.TotpRoles).CodesOf(CodeList.Roles.Contains, most: 30, mayBeAbsent: true);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/api/agencies/{agencyId:guid}", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational, everyRefusal: true)
            .Produces<AgencyView>();

    private static async Task<IResult> HandleAsync(Guid agencyId, Body<Request> body, IfMatch ifMatch, ScopedDatabase database, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<AgencyView>($"{AgencyView.SelectOne} for update", new { agencyId }) is not { } found)
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
        var areaCodes = asked.AreaCodes!.ToArray();
        if (await work.QuerySingleOrDefaultAsync<bool>(WorksOutside, new { agencyId, areaCodes }))
        {
            return Refusal.Field("$.areaCodes", Texts.In(
                "Teams, people or systems of the agency work elsewhere: change them first.",
                "تعمل فرق أو أشخاص أو أنظمة من الوكالة في أماكن أخرى: غيّرها أولاً.",
                "Des équipes, personnes ou systèmes de l'agence travaillent ailleurs : modifiez-les d'abord."));
        }

        await work.QueryAsync<bool>(Change, new { agencyId, asked.Name, areaCodes, asked.TotpRequired, totpRoles = asked.TotpRoles?.ToArray() ?? [] });
        await work.AnnounceNotBeforeAsync(agencyId);   // who follows the standing reads it again
        var view = await work.CommitAsync<AgencyView>(AgencyView.SelectOne, new { agencyId });
        response.Headers.ETag = IfMatch.Tag(view!.Version);
        return Results.Ok(view);
    }

    private const string WorksOutside = """
        select exists (
            select from (select area_codes from teams where agency_id = @agencyId
                         union all select area_codes from users where agency_id = @agencyId
                         union all select area_codes from clients where agency_id = @agencyId) given
             cross join lateral unnest(given.area_codes) area
             where not exists (select from unnest(@areaCodes) own where own = '*' or starts_with(area, own)))
        """;

    private const string Change = """
        update agencies set name = @name, area_codes = @areaCodes, totp_required = @totpRequired, totp_roles = @totpRoles, version = version + 1
         where agency_id = @agencyId returning true
        """;
}
