using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace Platform.Hosting;

/// <summary>Puts this process's own access token on calls it makes in its own name.</summary>
/// <remarks>For calls in a caller's name the caller's token is passed on instead; a process never lends its own.</remarks>
public sealed class ServiceToken(IdentityOptions identity, HeldToken held) : DelegatingHandler
{
    /// <summary>Name of the HTTP client that identity is asked with.</summary>
    public const string Client = "identity";

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancellationToken));
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.Unauthorized)
        {
            held.Forget();   // identity may have new keys or a new database: the next call asks again
        }

        return response;
    }

    private async Task<string> TokenAsync(CancellationToken ct)
    {
        if (held.Token is { } token)
        {
            return token;
        }

        await held.OneAtATime.WaitAsync(ct);
        try
        {
            if (held.Token is { } meanwhile)
            {
                return meanwhile;
            }

            using var ask = new HttpRequestMessage(HttpMethod.Post, new Uri(identity.Authority, "connect/token"))
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials",
                    ["client_id"] = identity.ClientId,
                    ["client_secret"] = identity.ClientSecret,
                }),
            };
            using var answer = await base.SendAsync(ask, ct);
            answer.EnsureSuccessStatusCode();
            var given = await answer.Content.ReadFromJsonAsync<Answer>(ct) ?? throw new HttpRequestException("identity answered without a token");
            return held.Hold(given.AccessToken, TimeSpan.FromSeconds(given.ExpiresIn - 60));
        }
        finally
        {
            held.OneAtATime.Release();
        }
    }

    private sealed record Answer([property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);
}

/// <summary>The process's token between two asks.</summary>
public sealed class HeldToken : IDisposable
{
    private readonly TimeProvider clock = TimeProvider.System;   // a token's life runs in real time, also where a demonstration shifts the platform's clock
    private volatile Held? held;

    internal SemaphoreSlim OneAtATime { get; } = new(1);

    internal string? Token => held is { } token && token.Until > clock.GetUtcNow() ? token.Value : null;

    /// <inheritdoc />
    public void Dispose() => OneAtATime.Dispose();

    internal string Hold(string token, TimeSpan life)
    {
        held = new Held(token, clock.GetUtcNow() + life);
        return token;
    }

    internal void Forget() => held = null;

    private sealed record Held(string Value, DateTimeOffset Until);
}
