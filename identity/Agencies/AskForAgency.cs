using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Identity.Users;

namespace Platform.Identity.Agencies;

/// <summary>An administrator of the lead asks for an agency to take part. It is pending, and nobody of it gets a token, until another one approves.</summary>
public static class AskForAgency
{
    /// <summary>The agency.</summary>
    /// <param name="Code">Small letters, digits and hyphens; its clients' names begin with it.</param>
    /// <param name="Name">As people call it.</param>
    /// <param name="Kind">Code of agency-kind.csv; there is one lead.</param>
    /// <param name="AreaCodes">P-codes or prefixes where it works; <c>*</c> for everywhere.</param>
    /// <param name="TotpRequired">Whether all its people need an authenticator app.</param>
    /// <param name="TotpRoles">Roles whose holders need one in any case.</param>
    /// <param name="FirstAdministrator">The login of its first access administrator, who is invited when it is approved.</param>
    public sealed record Request(
        string? Code, string? Name, string? Kind, IReadOnlyList<string>? AreaCodes, bool? TotpRequired, IReadOnlyList<string>? TotpRoles, string? FirstAdministrator);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(agency => agency.Code).NotEmpty().Name();
            RuleFor(agency => agency.Name).NotEmpty().PlainText(200);
            RuleFor(agency => agency.Kind).NotEmpty().CodeOf(kind => kind != "lead" && CodeList.AgencyKinds.Contains(kind));
            RuleFor(agency => agency.AreaCodes).CodesOf(Administered.IsArea, most: 120);
            RuleFor(agency => agency.TotpRoles).CodesOf(CodeList.Roles.Contains, most: 30, mayBeAbsent: true);
            RuleFor(agency => agency.FirstAdministrator).Login();
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/agencies", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(AgencyView.RebuildAsync).Produces<AgencyView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, ILookupNormalizer normalizer, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var asked = body.Value;
        var agencyId = Guid.CreateVersion7();
        if (!await work.QuerySingleOrDefaultAsync<bool>(Insert, new
        {
            agencyId,
            asked.Code,
            asked.Name,
            asked.Kind,
            areaCodes = asked.AreaCodes!.ToArray(),
            totpRequired = asked.TotpRequired ?? false,
            totpRoles = asked.TotpRoles?.ToArray() ?? [],
        }))
        {
            return Administered.AlreadyThere;
        }

        if (asked.FirstAdministrator is { Length: > 0 } login && !await work.QuerySingleOrDefaultAsync<bool>(NewUser.Insert, new NewUser(
            Guid.CreateVersion7(), agencyId, login, normalizer.NormalizeName(login), ["access-admin"], [], asked.AreaCodes!.ToArray(), AdministrationAskedBy: null)))
        {
            return Administered.AlreadyThere;
        }

        work.Answers(StatusCodes.Status201Created, agencyId);
        return Results.Created($"/api/agencies/{agencyId}", await work.CommitAsync<AgencyView>(AgencyView.SelectOne, new { agencyId }));
    }

    private const string Insert = """
        insert into agencies (agency_id, code, name, kind, active, area_codes, totp_required, totp_roles, asked_by, asked_at)
        values (@agencyId, @code, @name, @kind, false, @areaCodes, @totpRequired, @totpRoles, access.caller(), access.now())
        on conflict do nothing returning true
        """;
}
