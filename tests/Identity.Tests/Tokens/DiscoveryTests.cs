namespace Platform.Identity.Tests.Tokens;

[Collection(Identity.Name)]
public sealed class DiscoveryTests(IdentityFixture identity)
{
    [Fact]
    public async Task Through_the_gateway_discovery_shows_the_public_address()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        request.Headers.Add("X-Forwarded-Host", "platform.example.org");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "192.0.2.7");
        using var answer = await identity.Server.Http.SendAsync(request);
        var discovery = (await Answer.ReadAsync(answer)).Json;

        Assert.Equal("http://localhost:8080/", discovery.GetProperty("issuer").GetString());
        Assert.Equal("https://platform.example.org/connect/token", discovery.GetProperty("token_endpoint").GetString());
        Assert.Equal("https://platform.example.org/.well-known/jwks", discovery.GetProperty("jwks_uri").GetString());
        Assert.Equal("S256", Assert.Single(discovery.GetProperty("code_challenge_methods_supported").EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task The_process_says_that_it_is_well(string path) => Assert.Equal(200, (await identity.Server.SendAsync(HttpMethod.Get, path)).Status);
}
