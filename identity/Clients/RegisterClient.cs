using System.Text.Json;
using FluentValidation;
using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.Users;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platform.Identity.Clients;

/// <summary>A system of the agency gets a name and a secret, which is answered once.</summary>
public static class RegisterClient
{
    /// <summary>The system.</summary>
    /// <param name="AgencyId">Whose system; without it the caller's own agency.</param>
    /// <param name="ClientId">The name under which it asks for tokens: begins with the agency's code and a hyphen.</param>
    /// <param name="Roles">Codes of role.csv that this kind of agency holds. Access is administered by people, never by a system.</param>
    /// <param name="TeamIds">Teams of the agency, the first its main one.</param>
    /// <param name="AreaCodes">P-codes or prefixes within the agency's areas.</param>
    public sealed record Request(Guid? AgencyId, string? ClientId, IReadOnlyList<string>? Roles, IReadOnlyList<Guid>? TeamIds, IReadOnlyList<string>? AreaCodes) : IGivesRights;

    private sealed class Rules : RightsRules<Request>
    {
        public Rules()
        {
            RuleFor(client => client.AgencyId).NotEqual(Guid.Empty);
            RuleFor(client => client.ClientId).NotEmpty().Name();
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/clients", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(ClientView.RebuildAsync).Produces<ClientView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, CancellationToken ct)
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

        // a name says whose it is, and a service that is still to come finds its own free
        if (!asked.ClientId!.StartsWith(agency.Code + "-", StringComparison.Ordinal) || asked.ClientId.EndsWith("-service", StringComparison.Ordinal))
        {
            return Refusal.Field("$.clientId", Texts.In(
                $"Begins with {agency.Code}- and does not end with -service.", $"يبدأ بـ {agency.Code}- ولا ينتهي بـ -service.", $"Commence par {agency.Code}- et ne finit pas par -service."));
        }

        if (await Rights.RefusesAsync(work, agency, asked, isClient: true) is { } wrong)
        {
            return wrong;
        }

        var (id, secret) = (Guid.CreateVersion7(), ClientSecrets.New());
        if (!await work.QuerySingleOrDefaultAsync<bool>(Insert, new
        {
            id,
            agency.AgencyId,
            asked.ClientId,
            kept = ClientSecrets.Kept(secret),
            type = ClientTypes.Confidential,
            permissions = JsonSerializer.Serialize(KeepConfiguredClients.SystemClient(asked.ClientId).Permissions),
            roles = asked.Roles!.ToArray(),
            teamIds = asked.TeamIds?.ToArray() ?? [],
            areaCodes = asked.AreaCodes!.ToArray(),
        }))
        {
            return Administered.AlreadyThere;
        }

        work.Answers(StatusCodes.Status201Created, id);
        return Results.Created($"/api/clients/{id}", (await work.CommitAsync<ClientView>(ClientView.SelectOne, new { id }))! with { Secret = secret });
    }

    private const string Insert = """
        insert into clients (id, agency_id, active, roles, team_ids, area_codes, demo, client_id, client_secret, client_type, display_name, permissions, concurrency_token)
        values (@id, @agencyId, true, @roles, @teamIds, @areaCodes, false, @clientId, @kept, @type, @clientId, @permissions, gen_random_uuid()::text)
        on conflict (client_id) do nothing returning true
        """;
}
