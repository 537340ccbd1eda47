using System.Net.Http.Headers;
using System.Text;

namespace Platform.Surface.Tests;

/// <summary>Headers that no header may have, or that nobody asked for: the sender's mistake, never an outage.</summary>
public sealed class HeadersTests
{
    public static TheoryData<string> Names => ["Accept-Language", "User-Agent", "X-Anything", "Idempotency-Key", "If-Match", "Referer", "traceparent", "Accept", "baggage"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_header_with_other_characters_than_ASCII_is_the_sender_s_mistake(string name)
    {
        var stage = await Stage.SharedAsync();
        var mark = await stage.Writes.MarkAsync();
        foreach (var encoding in (Encoding[])[Encoding.Latin1, Encoding.UTF8])
        {
            using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => encoding });
            foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Get, "/api/people"), (HttpMethod.Post, "/api/people"), (HttpMethod.Get, "/api/agencies"), (HttpMethod.Get, "/docs/openapi/referrals.json")])
            {
                using var request = new HttpRequestMessage(method, new Uri(stage.Platform.AddressOf("gateway"), path));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await stage.Platform.TokenAsync("amal-health"));
                request.Headers.TryAddWithoutValidation(name, "été-of-a-test");
                using var answer = await http.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                Assert.True((400, "application/problem+json") == ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), $"{encoding.WebName} {method} {path}: {(int)answer.StatusCode} {body}");
            }
        }

        Nothing.In(await stage.Writes.SinceAsync(mark));
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Cookie")]
    public async Task A_header_that_ends_at_the_gateway_may_have_any(string name)
    {
        var stage = await Stage.SharedAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stage.Platform.AddressOf("gateway"), "/api/people"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await stage.Platform.TokenAsync("amal-health"));
        request.Headers.TryAddWithoutValidation(name, "été");

        using var answer = await http.SendAsync(request);

        Assert.Equal(200, (int)answer.StatusCode);
    }
}
