using Dapper;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using OpenIddict.Core;
using Platform.Identity.Clients;
using Platform.Identity.Users;

namespace Platform.Identity.Demo;

/// <summary>
/// The last step of <c>migrate</c> in Development: agencies, teams, an agreement, users and clients to try the platform with.
/// What is there already stays as it is, so that a second run changes nothing.
/// </summary>
public static class CreateDemoContent
{
    public static async Task RunAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        await using var connection = await scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(ct);

        foreach (var agency in DemoAgency.All)
        {
            await connection.ExecuteAsync(new CommandDefinition(InsertAgency, new { agency.Id, agency.Code, agency.Name, agency.Kind }, cancellationToken: ct));
            foreach (var team in agency.Teams)
                await connection.ExecuteAsync(new CommandDefinition(InsertTeam, new { team.Id, agencyId = agency.Id, team.Code, team.Name, areaCodes = new[] { team.AreaCode } }, cancellationToken: ct));
        }

        await connection.ExecuteAsync(new CommandDefinition(InsertAgreement, new
        {
            id = NameBasedId.For($"agreement:{AgreementCode}"),
            code = AgreementCode,
            agencyIds = DemoAgency.All.Where(agency => agency.HoldsCases).Select(agency => agency.Id).ToArray(),
        }, cancellationToken: ct));

        foreach (var agency in DemoAgency.All)
        {
            await CreateUsersAsync(agency, scope.ServiceProvider.GetRequiredService<UserManager<User>>());
            await CreateClientAsync(agency, scope.ServiceProvider.GetRequiredService<OpenIddictApplicationManager<Client>>(), ct);
        }
    }

    private static async Task CreateUsersAsync(DemoAgency agency, UserManager<User> users)
    {
        string? hash = null;            // one slow hash per agency: its demo users have the same password
        foreach (var (name, role) in agency.People)
        {
            var login = $"{name}@{agency.Code}.demo";
            if (await users.FindByNameAsync(login) is not null) continue;

            var user = new User
            {
                Id = NameBasedId.For($"user:{login}"),
                UserName = login,
                AgencyId = agency.Id,
                Roles = [role],
                TeamIds = [.. agency.Teams.Take(1).Select(team => team.Id)],
                AreaCodes = ["*"],
                Demo = true,
            };
            user.PasswordHash = hash ??= users.PasswordHasher.HashPassword(user, $"Demo!{agency.Code}");
            if (await users.CreateAsync(user) is { Succeeded: false } refused)
                throw new InvalidOperationException($"{login}: {string.Join(' ', refused.Errors.Select(error => error.Description))}");
        }
    }

    private static async Task CreateClientAsync(DemoAgency agency, OpenIddictApplicationManager<Client> clients, CancellationToken ct)
    {
        var clientId = $"{agency.Code}-system";
        if (await clients.FindByClientIdAsync(clientId, ct) is not null) return;

        var client = new Client
        {
            Id = NameBasedId.For($"client:{clientId}"),
            AgencyId = agency.Id,
            Roles = agency.SystemRoles,
            TeamIds = [.. agency.Teams.Take(1).Select(team => team.Id)],
            AreaCodes = ["*"],
            Demo = true,
        };
        await clients.PopulateAsync(client, KeepConfiguredClients.SystemClient(clientId), ct);
        await clients.CreateAsync(client, $"dev-{agency.Code}", ct);
    }

    private const string AgreementCode = "libya-protection-referrals";

    private const string InsertAgency = """
        insert into agencies (agency_id, code, name, kind, demo) values (@Id, @Code, @Name, @Kind, true) on conflict do nothing
        """;

    private const string InsertTeam = """
        insert into teams (team_id, agency_id, code, name, area_codes) values (@Id, @agencyId, @Code, @Name, @areaCodes) on conflict do nothing
        """;

    private const string InsertAgreement = """
        with made as (
            insert into agreements (agreement_id, code, agency_ids, purposes, packages, area_codes, valid_from, valid_until, active, demo)
            values (@id, @code, @agencyIds,
                '{service-referral,tracing,joint-counselling,placement,deduplication}', '{identity,contact,family,needs,assessment-summary}', '{*}',
                '2026-01-01', '2030-12-31', true, true)
            on conflict do nothing returning agreement_id, agency_ids)
        insert into agreement_parties (agreement_id, agency_id, signed_at) select agreement_id, unnest(agency_ids), now() from made
        """;
}
