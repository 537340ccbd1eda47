namespace Platform.Gateway.Tests.Behind;

/// <summary>The routes of appsettings.json: what leads where, and what leads nowhere.</summary>
public sealed class RoutesTests(Surroundings around) : IClassFixture<Surroundings>
{
    [Theory]
    [InlineData("/api/people", "registrations", "/people")]
    [InlineData("/api/people/1/consents/2?x=%2F&y=%C3%A9", "registrations", "/people/1/consents/2?x=%2F&y=%C3%A9")]
    [InlineData("/api/transfers/1/acceptance", "registrations", "/transfers/1/acceptance")]
    [InlineData("/api/exports/1/file", "registrations", "/exports/1/file")]
    [InlineData("/api/erasures/1/approval", "registrations", "/erasures/1/approval")]
    [InlineData("/api/requests/1/refusal/confirmation", "registrations", "/requests/1/refusal/confirmation")]
    [InlineData("/api/instruments/rapid-screening?version=1", "assessments", "/instruments/rapid-screening?version=1")]
    [InlineData("/api/operations/assessments/audit", "assessments", "/operations/audit")]
    [InlineData("/api/operations/assessments/parked", "assessments", "/operations/parked")]
    [InlineData("/api/referrals/1/acceptance", "referrals", "/referrals/1/acceptance")]
    [InlineData("/api/services/food", "referrals", "/services/food")]
    [InlineData("/api/notices", "referrals", "/notices")]
    [InlineData("/api/agencies", "identity", "/api/agencies")]
    [InlineData("/api/teams?limit=3", "identity", "/api/teams?limit=3")]
    [InlineData("/api/users/1/suspension", "identity", "/api/users/1/suspension")]
    [InlineData("/api/clients/1/suspension", "identity", "/api/clients/1/suspension")]
    [InlineData("/api/agreements", "identity", "/api/agreements")]
    [InlineData("/api/impact-assessments/1/approval", "identity", "/api/impact-assessments/1/approval")]
    [InlineData("/api/agencies/1/features/export-of-files", "identity", "/api/agencies/1/features/export-of-files")]
    [InlineData("/api/operations/registrations/parked", "registrations", "/operations/parked")]
    [InlineData("/api/operations/referrals/parked/consuming/7/replay", "referrals", "/operations/parked/consuming/7/replay")]
    [InlineData("/api/operations/identity/parked/publishing/7/replay", "identity", "/operations/parked/publishing/7/replay")]
    [InlineData("/api/operations/registrations/audit?limit=3", "registrations", "/operations/audit?limit=3")]
    [InlineData("/api/operations/referrals/audit", "referrals", "/operations/audit")]
    [InlineData("/api/operations/identity/audit", "identity", "/operations/audit")]
    [InlineData("/api/operations/referrals/unusual", "referrals", "/operations/unusual")]
    [InlineData("/api/operations/registrations/access?member=1&record=2", "registrations", "/operations/access?member=1&record=2")]
    [InlineData("/api/operations/referrals/access/what-if", "referrals", "/operations/access/what-if")]
    public async Task Each_public_path_leads_to_its_service(string path, string service, string target)
    {
        Assert.Equal(200, (await around.Gateway.GetAsync(path, around.Issuer.Token())).Status);

        Assert.Equal(target, Behind(service).Last.Target);
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/connect/authorize?client_id=portal")]
    [InlineData("/sign-in?returnUrl=%2Fconnect%2Fauthorize")]
    [InlineData("/sign-in/code")]
    public async Task Identitys_own_pages_and_endpoints_need_no_token(string path)
    {
        Assert.Equal(200, (await around.Gateway.GetAsync(path)).Status);

        Assert.Contains(around.Issuer.Backend.Requests, request => request.Target == path);
    }

    [Theory]
    [InlineData("/internal/standing")]
    [InlineData("/internal/packages")]
    [InlineData("/api/internal/packages")]
    [InlineData("/api/operations/identity/announcements")]
    [InlineData("/api/operations/registrations")]
    [InlineData("/operations/parked")]
    [InlineData("/people")]
    [InlineData("/api")]
    [InlineData("/api/peoples")]
    [InlineData("/api/people/../internal/packages")]
    [InlineData("/api/people/%2e%2e/internal/packages")]
    [InlineData("/connect/../internal/standing")]
    [InlineData("/sign-inside")]
    [InlineData("/health")]
    [InlineData("/favicon.ico")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/openapi/unknown.json")]
    public async Task Everything_else_is_not_there(string path)
    {
        var answer = (await RawAsync("GET", path)).Split("\r\n\r\n", 2);

        Assert.StartsWith("HTTP/1.1 404 ", answer[0], StringComparison.Ordinal);
        Assert.Contains("urn:platform:problem:not-found", answer[1], StringComparison.Ordinal);
        AssertInternalWasNotReached();
    }

    [Theory]
    [InlineData("/api/people/..%2Finternal/packages")]
    [InlineData("/api/people/%252e%252e/internal/packages")]
    [InlineData("/api/people/..%5Cinternal/packages")]
    [InlineData("/api/people//internal/packages")]
    [InlineData("//internal/packages")]
    [InlineData("/API/PEOPLE/..%2f..%2finternal/packages")]
    public async Task No_spelling_of_a_path_leads_inside(string path)
    {
        await RawAsync("GET", path);

        AssertInternalWasNotReached();
    }

    [Fact]
    public async Task Any_method_of_what_is_not_there_is_not_there()
    {
        (await around.Gateway.SendAsync(HttpMethod.Post, "/api/unknown", null)).IsProblem(404, "not-found");
        Assert.Equal(404, (await around.Gateway.SendAsync(HttpMethod.Head, "/api/unknown", null)).Status);
        Assert.Equal(404, (await around.Gateway.SendAsync(HttpMethod.Options, "/internal/standing", null)).Status);
    }

    [Fact]
    public async Task A_services_own_answer_passes_unchanged()
    {
        around.Referrals.Answer = async context =>
        {
            context.Response.StatusCode = 409;
            context.Response.ContentType = "application/problem+json";
            context.Response.Headers.ETag = "\"7\"";
            await context.Response.Body.WriteAsync("""{"type":"urn:platform:problem:wrong-state","title":"…","status":409,"state":"closed"}"""u8.ToArray());
        };

        var answer = await around.Gateway.SendAsync(HttpMethod.Post, "/api/referrals/1/acceptance", around.Issuer.Token(), new StringContent("{}"), ("Idempotency-Key", "a key 1"));

        Assert.Equal("closed", answer.IsProblem(409, "wrong-state").Json.GetProperty("state").GetString());
        Assert.Equal("\"7\"", answer.Header("ETag"));
        Assert.Equal("a key 1", around.Referrals.Last.Headers["Idempotency-Key"]);
    }

    private Backend Behind(string service) => service switch
    {
        "identity" => around.Issuer.Backend,
        "registrations" => around.Registrations,
        "assessments" => around.Assessments,
        _ => around.Referrals,
    };

    private void AssertInternalWasNotReached() => Assert.DoesNotContain(
        around.Registrations.Requests.Concat(around.Referrals.Requests).Concat(around.Issuer.Backend.Requests.Where(request => request.Target != "/internal/not-before")),
        request => Uri.UnescapeDataString(request.Target).TrimStart('/').StartsWith("internal", StringComparison.OrdinalIgnoreCase));

    // as bytes, because a client of .NET tidies a path up before it sends it
    private async Task<string> RawAsync(string method, string path)
    {
        using var connection = new System.Net.Sockets.TcpClient();
        await connection.ConnectAsync(System.Net.IPAddress.Loopback, around.Gateway.Address.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {around.Issuer.Token()}\r\nConnection: close\r\n\r\n"));
        return await new StreamReader(stream).ReadToEndAsync();
    }
}
