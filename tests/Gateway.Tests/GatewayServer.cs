using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Gateway.Tests;

/// <summary>One gateway process, served by Kestrel on a free port.</summary>
public sealed class GatewayServer : WebApplicationFactory<GatewayProgram>
{
    private readonly Dictionary<string, string> settings;

    public GatewayServer(string identity, string registrations, string assessments, string referrals, params (string Key, string Value)[] more)
    {
        settings = new()
        {
            ["Identity:Authority"] = identity,
            ["Identity:Issuer"] = Issuer.Name,
            ["Identity:ClientId"] = "gateway-service",
            ["Identity:ClientSecret"] = "a-secret-of-the-tests-with-more-than-43-characters",
            ["ReverseProxy:Clusters:identity:Destinations:d1:Address"] = identity,
            ["ReverseProxy:Clusters:registrations:Destinations:d1:Address"] = registrations,
            ["ReverseProxy:Clusters:assessments:Destinations:d1:Address"] = assessments,
            ["ReverseProxy:Clusters:referrals:Destinations:d1:Address"] = referrals,
        };
        foreach (var (key, value) in more) settings[key] = value;
        UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        StartServer();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null }) { BaseAddress = Address };
    }

    public HttpClient Http { get; }

    public Uri Address => ClientOptions.BaseAddress;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        foreach (var (key, value) in settings) builder.UseSetting(key, value);
        builder.ConfigureServices(services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error)));
    }

    public Task<Answer> GetAsync(string path, string? token = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, token, null, headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? token, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var answer = await Http.SendAsync(request);
        return new Answer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers, answer.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Waits until the gateway knows whose tokens are too old, as readiness does.</summary>
    public Task UntilTokensAreJudgedAsync() => Eventually.TrueAsync(
        async () => (await GetAsync("/health/ready")).Json.GetProperty("parts").GetProperty("internal/not-before").GetString() == "ready", "the not-before list is read");

    public override async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await base.DisposeAsync();
    }
}

/// <summary>What came back, read to its end.</summary>
public sealed record Answer(int Status, string Body, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>That it is a problem of this status and kind.</summary>
    public Answer IsProblem(int status, string kind)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal("urn:platform:problem:" + kind, Json.GetProperty("type").GetString());
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        return this;
    }
}
