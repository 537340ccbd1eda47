namespace Platform.Surface.Tests.Routes;

/// <summary>What identity offers.</summary>
internal static class IdentityRoutes
{
    private const string Verifier = "an-invented-verifier-of-more-than-forty-three-characters";
    private const string Form = "grant_type=client_credentials&client_id=social-affairs-system&client_secret=dev-social-affairs";

    public static IEnumerable<Route> All =>
    [
        Of("GET", "/api/agencies", stage => Task.FromResult(new Ready(stage.Amal, "/api/agencies", () => stage.ReadAsync(stage.Amal, "/api/agencies")))),
        Of("GET", "/api/teams", stage => Task.FromResult(new Ready(stage.Amal, "/api/teams", () => stage.ReadAsync(stage.Amal, "/api/teams")))),
        .. Suspension("agencies", "agencyId", "select agency_id, active from agencies where code = 'mission-one'"),
        .. Suspension("users", "userId", "select id, active from users where user_name = 'reception-officer@mission-one.demo'"),
        .. Suspension("clients", "clientId", "select id, active from clients where client_id = 'embassy-one-system'"),
        Of("GET", "/internal/not-before", stage => InsideAsync(stage, "/internal/not-before")),
        Of("GET", "/internal/standing", stage => InsideAsync(stage, "/internal/standing")),
        Of("POST", "/connect/token", stage => Task.FromResult(Open(stage, "/connect/token") with { Form = Form })) with { IsOAuth = true },
        Of("GET", "/connect/authorize", stage => Task.FromResult(Open(stage, $"/connect/authorize?{Authorize}"))) with { IsOAuth = true },
        Of("POST", "/connect/authorize", stage => Task.FromResult(Open(stage, "/connect/authorize") with { Form = Authorize })) with { IsOAuth = true },
        Of("GET", "/connect/logout", stage => Task.FromResult(Open(stage, "/connect/logout"))) with { IsOAuth = true },
        Of("POST", "/connect/logout", stage => Task.FromResult(Open(stage, "/connect/logout") with { Form = "state=x" })) with { IsOAuth = true },
    ];

    private static string Authorize { get; } =
        $"client_id=portal&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString("http://localhost:8080/signin-oidc")}&code_challenge_method=S256&code_challenge="
        + Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static Route Of(string method, string template, Func<Stage, Task<Ready>> prepare) => new("identity", method, template, prepare);

    private static IEnumerable<Route> Suspension(string of, string id, string found)
    {
        yield return Of("POST", $"/api/{of}/{{{id}}}/suspension", stage => ActiveAsync(stage, of, found)) with { Key = Key.Kept, Answers = 204 };
        yield return Of("DELETE", $"/api/{of}/{{{id}}}/suspension", stage => SubjectAsync(stage, of, found)) with { Answers = 204 };
    }

    private static async Task<Ready> SubjectAsync(Stage stage, string of, string found)
    {
        var (id, _) = await stage.RowAsync<Guid, bool>("identity", found);
        return new(stage.Admin, $"/api/{of}/{id}/suspension", async () => $"{await stage.RowAsync<Guid, bool>("identity", found)}");
    }

    private static async Task<Ready> ActiveAsync(Stage stage, string of, string found)
    {
        var subject = await SubjectAsync(stage, of, found);
        (await stage.Admin.PostAsync(subject.Path, null)).Expect(204);   // not for the first time: a first suspension writes other rows
        (await stage.Admin.DeleteAsync(subject.Path)).Expect(204);
        return subject with { Body = [] };
    }

    private static async Task<Ready> InsideAsync(Stage stage, string path) =>
        new(stage.Amal.With(token: await stage.Platform.AskTokenAsync("referrals-service", stage.Platform.ServiceSecret("referrals"))), path, () => Task.FromResult(""));

    private static Ready Open(Stage stage, string path) => new(stage.Amal.With(token: ""), path, () => Task.FromResult(""));
}
