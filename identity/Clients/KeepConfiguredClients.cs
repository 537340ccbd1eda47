using Dapper;
using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using Platform.Identity.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platform.Identity.Clients;

/// <summary>
/// Before the first request: the clients that configuration names are in the database as configuration says. These are the
/// platform's own services (<c>Identity:ServiceClients:{client}</c> = secret) and the portal (<c>Portal:RedirectUris</c>).
/// </summary>
public sealed class KeepConfiguredClients(IServiceProvider services, IConfiguration configuration, IHostEnvironment environment, NpgsqlDataSource database)
    : IHostedService
{
    /// <summary>Replicas start together; one at a time looks and writes.</summary>
    private const long Lock = 0x636C69656E7473;

    /// <summary>256 bits in base64 without padding: a service's secret is stored as a plain hash, so it must be a machine's.</summary>
    private const int ShortestSecret = 43;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@Lock)", new { Lock }, transaction, commandTimeout: 120, cancellationToken: cancellationToken));

        await using var scope = services.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<OpenIddictApplicationManager<Client>>();
        foreach (var service in configuration.GetSection("Identity:ServiceClients").GetChildren())
            await KeepServiceAsync(clients, service.Key, service.Value ?? "", cancellationToken);
        await KeepPortalAsync(clients, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task KeepServiceAsync(OpenIddictApplicationManager<Client> clients, string clientId, string secret, CancellationToken ct)
    {
        if (secret.Length < ShortestSecret && !environment.IsDevelopment())
            throw new InvalidOperationException($"The secret of {clientId} is shorter than {ShortestSecret} characters: let a machine make it, 256 random bits.");

        var known = await clients.FindByClientIdAsync(clientId, ct);
        if (known is null)
        {
            var client = new Client { Id = NameBasedId.For($"client:{clientId}"), Roles = [PlatformClaims.ServiceRole] };
            await clients.PopulateAsync(client, SystemClient(clientId), ct);
            await clients.CreateAsync(client, secret, ct);
        }
        else if (known.AgencyId is not null || !known.Roles.Contains(PlatformClaims.ServiceRole))
        {
            throw new InvalidOperationException($"Identity:ServiceClients names {clientId}, which is an agency's client or the portal.");
        }
        else if (!await clients.ValidateClientSecretAsync(known, secret, ct))
        {
            await clients.UpdateAsync(known, secret, ct);
        }
    }

    private async Task KeepPortalAsync(OpenIddictApplicationManager<Client> clients, CancellationToken ct)
    {
        var wanted = Portal();
        var known = await clients.FindByClientIdAsync(wanted.ClientId!, ct);
        if (known is null)
        {
            var portal = new Client { Id = NameBasedId.For($"client:{wanted.ClientId}") };
            await clients.PopulateAsync(portal, wanted, ct);
            await clients.CreateAsync(portal, ct);
            return;
        }

        var present = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(present, known, ct);
        if (present.RedirectUris.SetEquals(wanted.RedirectUris) && present.PostLogoutRedirectUris.SetEquals(wanted.PostLogoutRedirectUris)
            && present.Permissions.SetEquals(wanted.Permissions)) return;
        await clients.UpdateAsync(known, wanted, ct);
    }

    /// <summary>What every client with a secret may do: ask for tokens of its own.</summary>
    public static OpenIddictApplicationDescriptor SystemClient(string clientId) => new()
    {
        ClientId = clientId,
        ClientType = ClientTypes.Confidential,
        DisplayName = clientId,
        Permissions =
        {
            Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + PlatformClaims.PlatformScope,
        },
    };

    private OpenIddictApplicationDescriptor Portal()
    {
        var portal = new OpenIddictApplicationDescriptor
        {
            ClientId = "portal",
            ClientType = ClientTypes.Public,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = "Portal",
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
                Permissions.Prefixes.Scope + PlatformClaims.PlatformScope,
            },
        };
        portal.RedirectUris.UnionWith(Uris("Portal:RedirectUris"));
        portal.PostLogoutRedirectUris.UnionWith(Uris("Portal:PostLogoutRedirectUris"));
        return portal;
    }

    /// <summary>A list (<c>Key:0</c>, <c>Key:1</c>), or one value with spaces between.</summary>
    private IEnumerable<Uri> Uris(string key) =>
        (configuration[key] is { Length: > 0 } line
            ? line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : configuration.GetSection(key).GetChildren().Select(child => child.Value!))
        .Select(uri => new Uri(uri, UriKind.Absolute));
}
