namespace Platform.Gateway.Tests.Door;

public sealed class HeadersFromOutsideTests(Surroundings around) : IClassFixture<Surroundings>
{
    public static TheoryData<string> Spoofed =>
    [
        "Forwarded", "X-Forwarded-User", "X-Forwarded-Prefix", "X-Forwarded-Port", "x-forwarded-client-cert", "X-Real-IP", "X-Original-URL", "X-Original-For", "X-Rewrite-URL",
        "X-User", "X-User-Id", "x-agency", "X-Agency-Id", "X-Role", "X-Roles", "X-Team", "X-Area", "X-Client-Id", "X-Client-Cert", "X-Auth-Request-User", "X-Authenticated-User",
        "Platform-Agency", "PLATFORM-ROLE", "Remote-User", "True-Client-IP",
    ];

    [Theory]
    [MemberData(nameof(Spoofed))]
    public async Task What_a_caller_says_of_itself_ends_at_the_door(string header)
    {
        Assert.Equal(200, (await around.Gateway.GetAsync("/api/referrals", around.Issuer.Token(), (header, "lead"))).Status);
        Assert.Equal(200, (await around.Gateway.GetAsync("/connect/authorize", null, (header, "lead"))).Status);

        Assert.DoesNotContain(header, around.Referrals.Last.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(header, around.Issuer.Backend.Requests.Last(request => request.Target == "/connect/authorize").Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Where_a_request_came_from_is_what_the_connection_shows()
    {
        await around.Gateway.GetAsync("/sign-in", null,
            ("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-For", "192.0.2.8"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"));

        var headers = around.Issuer.Backend.Requests.Last(request => request.Target == "/sign-in").Headers;
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]);
        Assert.Equal("http", headers["X-Forwarded-Proto"]);
        Assert.Equal(around.Gateway.Address.Authority, headers["X-Forwarded-Host"]);
    }

    [Fact]
    public async Task What_belongs_to_the_call_passes()
    {
        await around.Gateway.GetAsync("/api/referrals", around.Issuer.Token(), ("If-Match", "\"3\""), ("Accept-Language", "fr"), ("Idempotency-Key", "a key of it"));

        Assert.Equal(("\"3\"", "fr", "a key of it"), (around.Referrals.Last.Headers["If-Match"], around.Referrals.Last.Headers["Accept-Language"], around.Referrals.Last.Headers["Idempotency-Key"]));
    }

    [Fact]
    public async Task A_browsers_cookies_reach_identity_and_no_service()
    {
        await around.Gateway.GetAsync("/api/referrals", around.Issuer.Token(), ("Cookie", "sign-in=secret"));
        await around.Gateway.GetAsync("/sign-in/code", null, ("Cookie", "sign-in=secret"));

        Assert.DoesNotContain("Cookie", around.Referrals.Last.Headers.Keys);
        Assert.Equal("sign-in=secret", around.Issuer.Backend.Requests.Last(request => request.Target == "/sign-in/code").Headers["Cookie"]);
    }

    [Fact]
    public async Task A_proxy_that_the_configuration_trusts_is_believed()
    {
        await using var behindProxy = await Surroundings.StartAsync(("Gateway:TrustedProxies:0", "127.0.0.0/8"));

        await behindProxy.Gateway.GetAsync("/sign-in", null, ("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", "https"));

        var headers = behindProxy.Issuer.Backend.Requests.Last(request => request.Target == "/sign-in").Headers;
        Assert.Equal(("192.0.2.7", "https"), (headers["X-Forwarded-For"], headers["X-Forwarded-Proto"]));
    }
}
