using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Npgsql;

namespace Platform.Tests.Running;

/// <summary>A person of a demo agency who signs in as people do: the page, the code, the exchange.</summary>
public static partial class DemoUser
{
    private const string RedirectUri = "http://localhost:8080/signin-oidc";

    private static readonly string Verifier = new('v', 64);

    /// <summary>A token lives longer than this; a run may take longer than a token lives.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private static readonly ConcurrentDictionary<(RunningPlatform, string), (long Since, Lazy<Task<string>> Token)> Tokens = new();

    /// <summary>What the user does, as <c>supervisor@amal-health.demo</c>.</summary>
    public static async Task<Partner> SignInAsync(this RunningPlatform platform, string login)
    {
        await KeptTokenAsync(platform, login);
        return new(platform, AgencyOf(login)) { Bears = () => KeptTokenAsync(platform, login) };
    }

    private static Task<string> KeptTokenAsync(RunningPlatform platform, string login) => Tokens.AddOrUpdate(
        (platform, login), _ => Anew(platform, login), (_, kept) => Stopwatch.GetElapsedTime(kept.Since) < Kept ? kept : Anew(platform, login)).Token.Value;

    private static (long Since, Lazy<Task<string>> Token) Anew(RunningPlatform platform, string login) => (Stopwatch.GetTimestamp(), new(() => TokenAsync(platform, login)));

    /// <summary>The same with a token of its own, as after the one before has ended.</summary>
    public static async Task<Partner> SignInAnewAsync(this RunningPlatform platform, string login) => new(platform, AgencyOf(login)) { Token = await TokenAsync(platform, login) };

    /// <summary>One more person of a demo agency, with the password of the others; done when the services know them.</summary>
    public static async Task PlantUserAsync(this RunningPlatform platform, string login, string team, params string[] roles)
    {
        await using var identity = await platform.OpenDatabaseAsync("identity");
        await using var plant = new NpgsqlCommand("""
            insert into users (id, agency_id, active, roles, team_ids, area_codes, demo, user_name, normalized_user_name, password_hash, security_stamp, concurrency_stamp, email, normalized_email,
                               email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            select gen_random_uuid(), u.agency_id, true, $3, array[t.team_id], '{*}', true, $1, upper($1), u.password_hash, gen_random_uuid()::text, gen_random_uuid()::text, $1, upper($1),
                   u.email_confirmed, false, false, true, 0
              from users u join agencies a on a.agency_id = u.agency_id join teams t on t.agency_id = a.agency_id and t.code = $4
             where a.code = $2 and u.user_name = 'supervisor@' || $2 || '.demo'
            on conflict do nothing
            """, identity);
        foreach (var value in (object[])[login, AgencyOf(login), roles, team]) plant.Parameters.AddWithValue(value);
        await plant.ExecuteNonQueryAsync();
        await platform.KnownAsync();
    }

    /// <summary>The id of a user or client, by sign-in name or client id.</summary>
    public static async Task<Guid> MemberIdAsync(this RunningPlatform platform, string name)
    {
        await using var identity = await platform.OpenDatabaseAsync("identity");
        await using var id = new NpgsqlCommand("select id from users where user_name = $1 union all select id from clients where client_id = $1", identity) { Parameters = { new() { Value = name } } };
        return (Guid)(await id.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until the services know all that identity does now.</summary>
    public static async Task KnownAsync(this RunningPlatform platform)
    {
        await using var identity = await platform.OpenDatabaseAsync("identity");
        await using var told = new NpgsqlCommand("select version from standing", identity);
        var version = (long)(await told.ExecuteScalarAsync())!;
        foreach (var service in (string[])["registrations", "assessments", "referrals"])
        {
            await using var database = await platform.OpenDatabaseAsync(service);
            await using var known = new NpgsqlCommand("select coalesce(max(version), 0) from access.agreed_version", database);
            await Eventually.TrueAsync(async () => (long)(await known.ExecuteScalarAsync())! >= version, TimeSpan.FromSeconds(20), () => $"{service} does not know version {version}");
        }
    }

    /// <summary>Takes an invitation up with the password that the demo would give the login.</summary>
    public static async Task AcceptInvitationAsync(this RunningPlatform platform, string login, string link)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true };
        using var browser = new HttpClient(handler) { BaseAddress = platform.AddressOf("identity") };
        var form = new Uri(new Uri(link).PathAndQuery, UriKind.Relative);
        using var filledIn = new FormUrlEncodedContent(HiddenIn(await browser.GetStringAsync(form)).Append(KeyValuePair.Create("password", $"Demo!{AgencyOf(login)}")));
        await RedirectAsync(browser.PostAsync(form, filledIn));
    }

    private static async Task<string> TokenAsync(RunningPlatform platform, string login)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true };
        using var browser = new HttpClient(handler) { BaseAddress = platform.AddressOf("identity") };
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var form = await RedirectAsync(browser.GetAsync(new Uri(
            $"connect/authorize?client_id=portal&response_type=code&redirect_uri={Uri.EscapeDataString(RedirectUri)}&scope=openid&code_challenge={challenge}&code_challenge_method=S256",
            UriKind.Relative)));
        var page = await browser.GetStringAsync(form);
        var fields = HiddenIn(page)
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

    private static IEnumerable<KeyValuePair<string, string>> HiddenIn(string page) =>
        Hidden().Matches(page).Select(found => KeyValuePair.Create(found.Groups["name"].Value, WebUtility.HtmlDecode(found.Groups["value"].Value)));

    private static string AgencyOf(string login) => login.Split('@')[1].Replace(".demo", "", StringComparison.Ordinal);

    [GeneratedRegex("""<input[^>]*?(?:type="hidden"[^>]*?name="(?<name>[^"]*)"|name="(?<name>[^"]*)"[^>]*?type="hidden")[^>]*?value="(?<value>[^"]*)""")]
    private static partial Regex Hidden();
}
