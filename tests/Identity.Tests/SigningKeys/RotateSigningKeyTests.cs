using Dapper;

namespace Platform.Identity.Tests.SigningKeys;

public sealed class RotateSigningKeyTests
{
    [Fact]
    public async Task Two_replicas_rotate_together_and_no_token_fails_at_either()
    {
        await using var database = await TestDatabase.CreateAsync(more: ("Identity:SigningKeys:PublishedFor", "00:00:03"));
        var starting = await Task.WhenAll(Task.Run(() => new IdentityServer(database)), Task.Run(() => new IdentityServer(database)));
        await using var one = starting[0];
        await using var other = starting[1];
        var old = KeyOf(await one.ServiceTokenAsync());
        Assert.Equal(old, KeyOf(await other.ServiceTokenAsync()));
        Assert.Equal([old], await PublishedAsync(one));
        var person = await new Browser(one).SignInForTokensAsync("caseworker@iom-libya.demo", "Demo!iom-libya");
        var oldToken = (await one.ServiceTokenAsync()).AccessToken;

        Assert.Equal(0, await database.RunAsync("Development", "rotate-signing-key"));

        // published at both before it signs at either
        await Eventually.TrueAsync(async () => (await PublishedAsync(one)).Length == 2 && (await PublishedAsync(other)).Length == 2, "the new key is published");
        Assert.Equal(old, KeyOf(await one.ServiceTokenAsync()));

        // from here every token of either replica is good at both, whichever key signed it
        await Eventually.TrueAsync(async () =>
        {
            var (first, second) = (await one.ServiceTokenAsync(), await other.ServiceTokenAsync());
            Assert.Equal(200, (await other.SendAsync(HttpMethod.Get, "/internal/not-before", first.AccessToken)).Status);
            Assert.Equal(200, (await one.SendAsync(HttpMethod.Get, "/internal/not-before", second.AccessToken)).Status);
            return KeyOf(first) != old && KeyOf(second) != old;
        }, "the new key signs at both");

        Assert.Equal(2, (await PublishedAsync(other)).Length);
        Assert.Equal(200, (await other.SendAsync(HttpMethod.Get, "/internal/not-before", oldToken)).Status);
        Assert.Equal(200, (await other.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", person.RefreshToken))).Status);
    }

    [Fact]
    public async Task The_keys_lie_sealed_and_a_process_with_another_password_does_not_start()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var server = new IdentityServer(database)) Assert.Equal(200, (await server.ServiceTokenAsync()).Status);

        await using var connection = await database.OpenAsync();
        var stored = (await connection.QueryAsync<byte[]>("select sealed from signing_keys where use = 'signing'")).Single();
        using var rsa = System.Security.Cryptography.RSA.Create();
        Assert.ThrowsAny<Exception>(() => rsa.ImportPkcs8PrivateKey(stored, out _));

        database.Settings["Identity:SigningKeyPassword"] = "another password";
        var (exitCode, output) = await database.RunForOutputAsync("Development");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("Identity:SigningKeyPassword", output, StringComparison.Ordinal);
    }

    private static string KeyOf(Answer answer) => Answer.Part(answer.AccessToken, 0).GetProperty("kid").GetString()!;

    private static async Task<string[]> PublishedAsync(IdentityServer server) =>
        [.. (await server.SendAsync(HttpMethod.Get, "/.well-known/jwks")).Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
}
