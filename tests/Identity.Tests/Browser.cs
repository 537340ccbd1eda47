using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;

namespace Platform.Identity.Tests;

/// <summary>A person at a browser with the portal's part of the flow: cookies, the sign-in form, the code and its exchange.</summary>
public sealed partial class Browser(IdentityServer server)
{
    public const string RedirectUri = "http://portal.test/signin-oidc";

    private readonly HttpClient http = server.NewBrowser();

    public static string Verifier { get; } = new('v', 64);

    public static string Challenge { get; } =
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string AuthorizeUrl(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = "portal",
            ["response_type"] = "code",
            ["redirect_uri"] = RedirectUri,
            ["scope"] = "openid offline_access",
            ["state"] = "the-state",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes) parameters[name] = value;
        return "/connect/authorize?" + string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));
    }

    public async Task<Answer> SignInForTokensAsync(string name, string password)
    {
        var atForm = await GetAsync(AuthorizeUrl());
        Assert.Equal(302, atForm.Status);
        var form = Location(atForm);
        var signedIn = await PostFormAsync(form, ("name", name), ("password", password));
        Assert.Equal(302, signedIn.Status);
        return await ExchangeAsync(CodeOf(await GetAsync(Location(signedIn))));
    }

    public Task<Answer> ExchangeAsync(string code) => server.TokenAsync(("grant_type", "authorization_code"), ("client_id", "portal"),
        ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", Verifier));

    public async Task<Answer> GetAsync(string path, string? language = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (language is not null) request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await http.SendAsync(request);
        return await Answer.ReadAsync(answer);
    }

    /// <summary>Reads the form at an address and sends it back filled in.</summary>
    public async Task<Answer> PostFormAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await GetAsync(path);
        Assert.Equal(200, page.Status);
        var hidden = Hidden().Matches(page.Body).Select(m => KeyValuePair.Create(m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)));
        using var content = new FormUrlEncodedContent(hidden.Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        using var answer = await http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content);
        return await Answer.ReadAsync(answer);
    }

    public static string Location(Answer answer) => answer.Headers.Location!.ToString();

    public static string CodeOf(Answer answer)
    {
        Assert.StartsWith(RedirectUri, Location(answer), StringComparison.Ordinal);
        return HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"] ?? throw new InvalidOperationException($"No code in {answer.Headers.Location}");
    }

    [GeneratedRegex("""<input[^>]*?(?:type="hidden"[^>]*?name="(?<name>[^"]*)"|name="(?<name>[^"]*)"[^>]*?type="hidden")[^>]*?value="(?<value>[^"]*)""")]
    private static partial Regex Hidden();
}
