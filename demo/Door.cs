using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Demo;

/// <summary>The gateway, as every partner's system meets it: tokens, keys for repeats, and waiting when asked to wait.</summary>
public sealed class Door(Uri gateway) : IDisposable
{
    /// <summary>Times one call is tried again when the platform says that it is busy or that a part does not answer.</summary>
    private const int Patience = 8;

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 32 }) { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<string, (string Token, long Until)> tokens = new();

    /// <summary>Milliseconds of each answer under <c>/api</c>.</summary>
    public ConcurrentBag<double> Durations { get; } = [];

    /// <summary>How often the platform asked to wait (429), or a part of it did not answer (503).</summary>
    public int Waits => waits;

    private int waits;

    /// <summary>Reads.</summary>
    public Task<JsonObject> GetAsync(string agency, string path, CancellationToken ct) => CallAsync(agency, HttpMethod.Get, path, null, ct);

    /// <summary>Does something; a repeat bears the same key, so it takes effect once.</summary>
    public Task<JsonObject> PostAsync(string agency, string path, object body, CancellationToken ct) => CallAsync(agency, HttpMethod.Post, path, body, ct);

    /// <summary>Takes something back.</summary>
    public Task DeleteAsync(string agency, string path, CancellationToken ct) => CallAsync(agency, HttpMethod.Delete, path, null, ct);

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private async Task<JsonObject> CallAsync(string agency, HttpMethod method, string path, object? body, CancellationToken ct)
    {
        var key = Guid.CreateVersion7().ToString();
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(agency, ct));
            if (body is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
                request.Content = new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");
            }

            var started = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request, ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            Durations.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (answer.IsSuccessStatusCode)
            {
                return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
            }

            if (attempt > Patience || answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            {
                throw new RefusedException($"{agency}: {method} {path} was answered with {(int)answer.StatusCode}: {text}");
            }

            Interlocked.Increment(ref waits);
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), ct);
        }
    }

    // kept while it is good: asking costs identity more than everything else here
    private async Task<string> TokenAsync(string agency, CancellationToken ct)
    {
        if (tokens.TryGetValue(agency, out var held) && held.Until > Environment.TickCount64)
        {
            return held.Token;
        }

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = $"{agency}-system",
            ["client_secret"] = $"dev-{agency}",
        });
        using var answer = await http.PostAsync("connect/token", form, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode)
        {
            throw new RefusedException($"No token for {agency}-system ({(int)answer.StatusCode}). The demo agencies exist in Development only. {text}");
        }

        var given = JsonNode.Parse(text)!;
        var token = given["access_token"]!.GetValue<string>();
        tokens[agency] = (token, Environment.TickCount64 + ((given["expires_in"]!.GetValue<long>() - 60) * 1000));
        return token;
    }
}

/// <summary>An answer that the demo did not expect.</summary>
public sealed class RefusedException(string message) : Exception(message);
