using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace Platform.Tests.Running;

/// <summary>A person of a demo agency who signs in as people do: the page, the code, the exchange.</summary>
public static partial class DemoUser
{
    private const string RedirectUri = "http://localhost:8080/signin-oidc";

    private static readonly string Verifier = new('v', 64);
    private static readonly ConcurrentDictionary<(RunningPlatform, string), Lazy<Task<string>>> Tokens = new();

    /// <summary>What the user does, as <c>supervisor@amal-health.demo</c>.</summary>
    public static async Task<Partner> SignInAsync(this RunningPlatform platform, string login) =>
        new(platform, AgencyOf(login)) { Token = await Tokens.GetOrAdd((platform, login), _ => new(() => TokenAsync(platform, login))).Value };

    private static async Task<string> TokenAsync(RunningPlatform platform, string login)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true };
        using var browser = new HttpClient(handler) { BaseAddress = platform.AddressOf("identity") };
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var form = await RedirectAsync(browser.GetAsync(new Uri(
            $"connect/authorize?client_id=portal&response_type=code&redirect_uri={Uri.EscapeDataString(RedirectUri)}&scope=openid&code_challenge={challenge}&code_challenge_method=S256",
            UriKind.Relative)));
        var page = await browser.GetStringAsync(form);
        var fields = Hidden().Matches(page).Select(found => KeyValuePair.Create(found.Groups["name"].Value, WebUtility.HtmlDecode(found.Groups["value"].Value)))
            .Append(KeyValuePair.Create("name", login)).Append(KeyValuePair.Create("password", $"Demo!{AgencyOf(login)}"));
        using var filledIn = new FormUrlEncodedContent(fields);
        var signedIn = await RedirectAsync(browser.PostAsync(form, filledIn));
        var back = await RedirectAsync(browser.GetAsync(signedIn));
        using var exchange = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "portal",
            ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = Verifier,
            ["code"] = HttpUtility.ParseQueryString(back.Query)["code"] ?? throw new InvalidOperationException($"{login} got no code: {back}"),
        });
        using var answer = await browser.PostAsync(new Uri("connect/token", UriKind.Relative), exchange);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<Uri> RedirectAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        return answer.Headers.Location ?? throw new InvalidOperationException($"Sign-in answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static string AgencyOf(string login) => login.Split('@')[1].Replace(".demo", "", StringComparison.Ordinal);

    [GeneratedRegex("""<input[^>]*?(?:type="hidden"[^>]*?name="(?<name>[^"]*)"|name="(?<name>[^"]*)"[^>]*?type="hidden")[^>]*?value="(?<value>[^"]*)""")]
    private static partial Regex Hidden();
}
