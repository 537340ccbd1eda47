using Dapper;
using Npgsql;

namespace Platform.Identity.Tests;

public sealed class OutageTests
{
    [Fact]
    public async Task While_the_database_is_away_it_is_503_and_not_ready_and_afterwards_all_is_well()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var server = new IdentityServer(database);
        var service = (await server.ServiceTokenAsync()).AccessToken;
        await using var admin = new NpgsqlConnection(database.Settings["Database:Admin"]);
        await admin.OpenAsync();
        await admin.ExecuteAsync($"alter database {database.Name} with allow_connections false");
        await admin.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = @Name", new { database.Name });

        var refused = await server.ServiceTokenAsync();
        Assert.Equal((503, "5"), (refused.Status, refused.Headers.RetryAfter?.ToString()));
        Assert.Equal(503, (await server.SendAsync(HttpMethod.Get, "/internal/standing", service)).Status);
        Assert.Equal(503, (await server.SendAsync(HttpMethod.Get, "/health/ready")).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/health/live")).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/.well-known/jwks")).Status);      // tokens can still be checked

        await admin.ExecuteAsync($"alter database {database.Name} with allow_connections true");
        await Eventually.TrueAsync(async () => (await server.SendAsync(HttpMethod.Get, "/health/ready")).Status == 200, "ready again");
        Assert.Equal(200, (await server.ServiceTokenAsync()).Status);
    }
}
