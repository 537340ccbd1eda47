using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Identity.SigningKeys;

namespace Platform.Identity.Tests;

/// <summary>One identity process, served by Kestrel on a free port, on a database that may be shared with another one.</summary>
public sealed class IdentityServer : WebApplicationFactory<KeyRing>
{
    private readonly TestDatabase database;
    private readonly TimeSpan ahead;

    /// <param name="database">What it stands on.</param>
    /// <param name="ahead">By how much its clock is ahead, as of a process that is asked so much later.</param>
    public IdentityServer(TestDatabase database, TimeSpan ahead = default)
    {
        (this.database, this.ahead) = (database, ahead);
        UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        StartServer();
        Http = NewBrowser();
    }

    public HttpClient Http { get; }

    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>A client with cookies of its own that follows no redirect.</summary>
    public HttpClient NewBrowser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Address };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        foreach (var (key, value) in database.Settings) builder.UseSetting(key, value);
        if (ahead > TimeSpan.Zero) builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(new Ahead(ahead)));
        builder.ConfigureServices(services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning)));
    }

    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    public Task<Answer> TokenAsync(params (string Name, string Value)[] fields) => PostFormAsync("connect/token", fields);

    public Task<Answer> ClientTokenAsync(string agency) => TokenAsync(
        ("grant_type", "client_credentials"), ("client_id", $"{agency}-system"), ("client_secret", $"dev-{agency}"));

    public Task<Answer> ServiceTokenAsync() => TokenAsync(
        ("grant_type", "client_credentials"), ("client_id", TestDatabase.Service), ("client_secret", TestDatabase.ServiceSecret));

    public async Task<Answer> PostFormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await Http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await Answer.ReadAsync(answer);
    }

    /// <summary>A call; a POST bears a key of its own unless it is told to bear none.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? token = null, string? ifNoneMatch = null, object? body = null, string? key = "new", string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = System.Net.Http.Json.JsonContent.Create(body);
        if (method == HttpMethod.Post && key is not null) request.Headers.Add("Idempotency-Key", key == "new" ? Guid.NewGuid().ToString() : key);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (ifMatch is not null) request.Headers.IfMatch.ParseAdd(ifMatch);
        if (ifNoneMatch is not null) request.Headers.IfNoneMatch.ParseAdd(ifNoneMatch);
        using var answer = await Http.SendAsync(request);
        return await Answer.ReadAsync(answer);
    }

    /// <summary>An access token of the lead's first access administrator, or the second, through the browser's whole way.</summary>
    public async Task<string> AdministratorTokenAsync(bool second = false) =>
        (await new Browser(this).SignInForTokensAsync(second ? "access-admin-2@iom-libya.demo" : "access-admin@iom-libya.demo", "Demo!iom-libya")).AccessToken;

    /// <summary>Follows an invitation, chooses a password and signs in: the token.</summary>
    public async Task<string> AcceptAsync(JsonElement invitation)
    {
        var browser = new Browser(this);
        const string password = "a long enough sentence";
        Assert.Equal(302, (await browser.PostFormAsync(new Uri(invitation.GetProperty("link").GetString()!).PathAndQuery, ("password", password))).Status);
        return (await browser.SignInForTokensAsync(invitation.GetProperty("login").GetString()!, password)).AccessToken;
    }
}

/// <summary>What came back, read to its end.</summary>
public sealed record Answer(int Status, string Body, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string AccessToken => Json.GetProperty("access_token").GetString()!;

    public string RefreshToken => Json.GetProperty("refresh_token").GetString()!;

    public string? Error => Json.TryGetProperty("error", out var error) ? error.GetString() : null;

    /// <summary>The claims of the access token, unchecked.</summary>
    public JsonElement Claims => Part(AccessToken, 1);

    public static JsonElement Part(string token, int part)
    {
        var text = token.Split('.')[part].Replace('-', '+').Replace('_', '/');
        return JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='))));
    }

    public static async Task<Answer> ReadAsync(HttpResponseMessage answer) =>
        new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers, answer.Content.Headers.ContentType?.MediaType);
}
