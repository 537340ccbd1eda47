namespace Platform.Gateway.Tests.Door;

public sealed class AdmissionTests(Surroundings around) : IClassFixture<Surroundings>
{
    [Theory]
    [InlineData("/api/people")]
    [InlineData("/api/people/0b54b1f5-0000-4000-8000-000000000001/consents")]
    [InlineData("/api/referrals")]
    [InlineData("/api/services")]
    [InlineData("/api/notices")]
    [InlineData("/api/agencies")]
    [InlineData("/api/teams")]
    [InlineData("/api/users/x/suspension")]
    [InlineData("/api/clients/x/suspension")]
    [InlineData("/api/agreements")]
    [InlineData("/api/operations/registrations/parked")]
    [InlineData("/api/operations/referrals/parked")]
    public async Task Without_a_token_nothing_of_the_api_is_reached(string path)
    {
        var answer = (await around.Gateway.GetAsync(path)).IsProblem(401, "unauthenticated");

        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
        Assert.DoesNotContain(around.Registrations.Requests.Concat(around.Referrals.Requests), request => !request.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_token_of_an_agency_is_let_in_and_passed_on()
    {
        var token = around.Issuer.Token();

        Assert.Equal(200, (await around.Gateway.GetAsync("/api/people?limit=5", token)).Status);

        Assert.Equal(("GET", "/people?limit=5", "Bearer " + token), (around.Registrations.Last.Method, around.Registrations.Last.Target, around.Registrations.Last.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_forged_token_is_refused() => await IsRefusedAsync(around.Issuer.Token(change: token => token.SigningCredentials = Issuer.ForgersKey()));

    [Fact]
    public async Task An_expired_token_is_refused() => await IsRefusedAsync(around.Issuer.Token(change: token => token.Expires = DateTime.UtcNow.AddSeconds(-10)));

    [Fact]
    public async Task A_token_for_another_audience_is_refused() => await IsRefusedAsync(around.Issuer.Token(change: token => token.Audience = "another-api"));

    [Fact]
    public async Task A_token_of_another_issuer_is_refused() => await IsRefusedAsync(around.Issuer.Token(change: token => token.Issuer = "https://elsewhere.example/"));

    [Fact]
    public async Task An_identity_token_is_no_access_token() => await IsRefusedAsync(around.Issuer.Token(change: token => token.TokenType = "JWT"));

    [Theory]
    [InlineData("x")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("....")]
    public async Task Garbage_is_refused(string token) => await IsRefusedAsync(token);

    [Fact]
    public async Task A_token_from_before_its_agencys_not_before_instant_is_refused_though_it_was_let_in_before()
    {
        var agency = Guid.NewGuid();
        var token = around.Issuer.Token(agency);
        Assert.Equal(200, (await around.Gateway.GetAsync("/api/people", token)).Status);

        around.Issuer.NotBefore.Add((agency, DateTimeOffset.UtcNow.AddSeconds(1)));

        await Eventually.TrueAsync(async () => (await around.Gateway.GetAsync("/api/people", token)).Status == 401, "the agency is out");
        Assert.Equal(200, (await around.Gateway.GetAsync("/api/people", around.Issuer.Token())).Status);
    }

    [Fact]
    public async Task A_process_of_the_platform_does_not_come_in_by_the_public_door() =>
        (await around.Gateway.GetAsync("/api/people", around.Issuer.Token(role: "service"))).IsProblem(403, "forbidden");

    [Fact]
    public async Task A_process_that_also_names_an_agency_is_still_a_process() =>
        (await around.Gateway.GetAsync("/api/people", around.Issuer.Token(agency: Guid.NewGuid(), role: "service"))).IsProblem(403, "forbidden");

    [Fact]
    public async Task Whoever_is_of_no_agency_does_not_come_in() =>
        (await around.Gateway.GetAsync("/api/people", around.Issuer.Token(change: token => token.Claims.Remove("agency")))).IsProblem(403, "forbidden");

    [Fact]
    public async Task Until_identity_was_read_a_token_is_answered_with_an_outage_and_none_with_a_401()
    {
        await using var gateway = new GatewayServer(Surroundings.NobodysAddress(), around.Registrations.Address, around.Assessments.Address, around.Referrals.Address);

        var answer = (await gateway.GetAsync("/api/people", around.Issuer.Token())).IsProblem(503, "unavailable");

        Assert.Equal("5", answer.Header("Retry-After"));
        (await gateway.GetAsync("/api/people")).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_refusal_speaks_the_askers_language() =>
        Assert.Contains("سجّل الدخول", (await around.Gateway.GetAsync("/api/people", null, ("Accept-Language", "ar"))).Body, StringComparison.Ordinal);

    private async Task IsRefusedAsync(string token)
    {
        var answer = (await around.Gateway.GetAsync("/api/referrals", token)).IsProblem(401, "unauthenticated");

        Assert.StartsWith("Bearer error=\"invalid_token\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.DoesNotContain(around.Referrals.Requests, request => request.Headers["Authorization"] == "Bearer " + token);
    }
}
