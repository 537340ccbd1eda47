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
        Of("POST", "/api/agencies", stage => Task.FromResult(AtAdmin(stage, "/api/agencies") with { Body = Agency() })) with { Key = Key.Kept, Answers = 201, Required = ["code", "name", "kind", "areaCodes"] },
        Of("GET", "/api/agencies/{agencyId}", stage => AgencyAsync(stage)),
        Of("PUT", "/api/agencies/{agencyId}", async stage => await AgencyAsync(stage) with { IfMatch = "\"1\"", Body = Changed() }) with { NeedsIfMatch = true, Required = ["name", "areaCodes", "totpRequired"] },
        Of("POST", "/api/agencies/{agencyId}/approval", async stage => await AgencyAsync(stage, "/approval") with { Caller = stage.SecondAdmin, Body = [] }) with { Key = Key.Kept, Once = "invitation" },
        Of("GET", "/api/agencies/{agencyId}/access", stage => AgencyAsync(stage, "/access")),
        Of("GET", "/api/agencies/{agencyId}/reviews", stage => AgencyAsync(stage, "/reviews")),
        Of("POST", "/api/agencies/{agencyId}/reviews", async stage => await AgencyAsync(stage, "/reviews") with { Body = new() { ["note"] = "Two people left (invented).", ["nextOn"] = Day(90) } }) with
        {
            Key = Key.Kept,
            Answers = 201,
            Required = ["note", "nextOn"],
        },
        Of("POST", "/api/teams", stage => Task.FromResult(AtAdmin(stage, "/api/teams") with { Body = Team() })) with { Key = Key.Kept, Answers = 201, Required = ["code", "name", "areaCodes"] },
        Of("PUT", "/api/teams/{teamId}", TeamAsync) with { NeedsIfMatch = true, Required = ["code", "name", "areaCodes"] },
        Of("POST", "/api/teams/{teamId}/evacuation", stage => EvacuatedAsync(stage, "")) with { Key = Key.Kept, Required = ["reasonCode"] },
        Of("POST", "/api/teams/{teamId}/evacuation/end", stage => EvacuatedAsync(stage, "/end")) with { Key = Key.Kept },
        Of("POST", "/api/teams/{teamId}/evacuation/end/approval", async stage => await EvacuatedAsync(stage, "/end/approval") with { Caller = stage.SecondAdmin }) with { Key = Key.Kept },
        Of("GET", "/api/users", stage => Task.FromResult(AtAdmin(stage, "/api/users"))),
        Of("POST", "/api/users", async stage => AtAdmin(stage, "/api/users") with { Body = await UserAsync(stage) }) with { Key = Key.Kept, Answers = 201, Once = "invitation", Required = ["login", "roles", "areaCodes"] },
        Of("POST", "/api/users/{userId}/invitation", async stage => await InvitedAsync(stage, "/invitation") with { Body = [] }) with { Key = Key.Kept, Once = "invitation" },
        Of("PUT", "/api/users/{userId}/access", async stage => await InvitedAsync(stage, "/access") with { IfMatch = "\"1\"", Body = await AccessAsync(stage) }) with { NeedsIfMatch = true, Required = ["roles", "areaCodes"] },
        Of("POST", "/api/users/{userId}/approval", async stage => await InvitedAsync(stage, "/approval") with { Caller = stage.SecondAdmin, Body = [] }) with { Key = Key.Kept },
        Of("POST", "/api/users/{userId}/authenticator-removal", async stage => await WithAppAsync(stage, "/authenticator-removal") with { Body = [] }) with { Key = Key.Kept },
        Of("POST", "/api/users/{userId}/authenticator-removal/approval", RemovalAsync) with { Key = Key.Kept },
        Of("GET", "/api/clients", stage => Task.FromResult(AtAdmin(stage, "/api/clients"))),
        Of("POST", "/api/clients", async stage => AtAdmin(stage, "/api/clients") with { Body = await ClientAsync(stage) }) with { Key = Key.Kept, Answers = 201, Once = "secret", Required = ["clientId", "roles", "areaCodes"] },
        Of("POST", "/api/clients/{clientId}/secrets", SecretAsync) with { Key = Key.Kept, Once = "secret", Required = ["overlapHours"] },
        Of("GET", "/api/agreements", stage => Task.FromResult(AtAdmin(stage, "/api/agreements"))),
        Of("POST", "/api/agreements", async stage => AtAdmin(stage, "/api/agreements") with { Body = await DraftAsync(stage) }) with
        {
            Key = Key.Kept,
            Answers = 201,
            Required = ["code", "agencyIds", "purposes", "packages", "areaCodes", "from", "until"],
        },
        Of("GET", "/api/agreements/{agreementId}", stage => AgreementAsync(stage)),
        Of("DELETE", "/api/agreements/{agreementId}", stage => AgreementAsync(stage)) with { Answers = 204 },
        Of("POST", "/api/agreements/{agreementId}/signature", async stage => await AgreementAsync(stage, "/signature") with { Body = [] }) with { Key = Key.Kept },
        Of("DELETE", "/api/agreements/{agreementId}/signature", stage => AgreementAsync(stage, "/signature")) with { Answers = 204 },
        Of("POST", "/api/agreements/{agreementId}/activation", async stage => await AgreementAsync(stage, "/activation", isSigned: true) with { Caller = stage.SecondAdmin, Body = [] }) with { Key = Key.Kept },
        Of("GET", "/api/impact-assessments", stage => Task.FromResult(AtAdmin(stage, "/api/impact-assessments"))),
        Of("POST", "/api/impact-assessments", stage => Task.FromResult(AtAdmin(stage, "/api/impact-assessments") with { Body = Assessment(stage) })) with
        {
            Key = Key.Kept,
            Answers = 201,
            Required = ["feature", "agencyId", "summary"],
        },
        Of("GET", "/api/impact-assessments/{assessmentId}", stage => AssessmentAsync(stage)),
        Of("POST", "/api/impact-assessments/{assessmentId}/approval", async stage => await AssessmentAsync(stage, "/approval") with { Caller = stage.SecondAdmin, Body = [] }) with { Key = Key.Kept },
        Of("DELETE", "/api/impact-assessments/{assessmentId}", stage => AssessmentAsync(stage)) with { Answers = 204 },
        Of("GET", "/api/agencies/{agencyId}/features", async stage => await FeatureAsync(stage) with { Path = $"/api/agencies/{stage.BaytId}/features" }),
        Of("PUT", "/api/agencies/{agencyId}/features/{feature}", async stage => await OffAsync(stage) with { Body = [] }),
        Of("DELETE", "/api/agencies/{agencyId}/features/{feature}", stage => FeatureAsync(stage)) with { Answers = 204 },
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

    private static string NewName(string stem) => $"{stem}-{Guid.NewGuid():N}";

    private static Ready AtAdmin(Stage stage, string path) => new(stage.Admin, path, () => stage.ReadAsync(stage.Admin, path));

    private static JsonObject Agency() => new()
    {
        ["code"] = NewName("agency"),
        ["name"] = "Invented Aid",
        ["kind"] = "ngo",
        ["areaCodes"] = new JsonArray("LY03"),
        ["totpRequired"] = false,
        ["totpRoles"] = new JsonArray("supervisor"),
        ["firstAdministrator"] = $"{Guid.NewGuid():N}@invented.test",
    };

    private static JsonObject Changed() => new() { ["name"] = "Invented Help", ["areaCodes"] = new JsonArray("LY03", "LY01"), ["totpRequired"] = true, ["totpRoles"] = new JsonArray("supervisor") };

    private static async Task<Ready> AgencyAsync(Stage stage, string more = "")
    {
        var made = (await stage.Admin.PostAsync("/api/agencies", Agency())).Expect(201).Json.Id("agencyId");
        return new(stage.Admin, $"/api/agencies/{made}{more}", () => stage.ReadAsync(stage.Admin, $"/api/agencies/{made}"));
    }

    private static JsonObject Team() => new() { ["agencyId"] = LeadId, ["code"] = NewName("team"), ["name"] = "Invented team", ["areaCodes"] = new JsonArray("LY01") };

    private static async Task<Ready> TeamAsync(Stage stage)
    {
        var made = (await stage.Admin.PostAsync("/api/teams", Team())).Expect(201).Json.Id("teamId");
        var body = Team();
        body.Remove("agencyId");
        return new(stage.Admin, $"/api/teams/{made}", () => stage.ReadAsync(stage.Admin, "/api/teams")) { IfMatch = "\"1\"", Body = body };
    }

    private static async Task<Ready> EvacuatedAsync(Stage stage, string more)
    {
        var made = (await stage.Admin.PostAsync("/api/teams", Team())).Expect(201).Json.Id("teamId");
        var why = new JsonObject { ["reasonCode"] = "devices-lost", ["note"] = "Invented." };
        if (more != "") (await stage.Admin.PostAsync($"/api/teams/{made}/evacuation", why)).Expect(200);
        if (more == "/end/approval") (await stage.Admin.PostAsync($"/api/teams/{made}/evacuation/end", null)).Expect(200);
        return new(stage.Admin, $"/api/teams/{made}/evacuation{more}", () => stage.ReadAsync(stage.Admin, "/api/teams")) { Body = more == "" ? why : [] };
    }

    private static async Task<JsonObject> AccessAsync(Stage stage) => new()
    {
        ["roles"] = new JsonArray("caseworker"),
        ["teamIds"] = new JsonArray((await stage.RowAsync<Guid, bool>("identity", "select team_id, true from teams t join agencies a using (agency_id) where a.kind = 'lead' and t.code = 'sabha'")).First),
        ["areaCodes"] = new JsonArray("LY03"),
    };

    private static async Task<JsonObject> UserAsync(Stage stage)
    {
        var user = await AccessAsync(stage);
        (user["agencyId"], user["login"], user["roles"]) = (LeadId, $"{Guid.NewGuid():N}@invented.test", new JsonArray("access-admin", "caseworker"));
        return user;
    }

    private static async Task<Ready> InvitedAsync(Stage stage, string more)
    {
        var made = (await stage.Admin.PostAsync("/api/users", await UserAsync(stage))).Expect(201).Json.Id("userId");
        return new(stage.Admin, $"/api/users/{made}{more}", async () => $"{await stage.RowAsync<int, string?>("identity", $"select access_version, security_stamp from users where id = '{made}'")}");
    }

    private static async Task<Ready> WithAppAsync(Stage stage, string more)
    {
        var ready = await InvitedAsync(stage, more);
        await stage.RowAsync<Guid, bool>("identity", $"update users set two_factor_enabled = true where id = '{ready.Path.Split('/')[3]}' returning id, active");
        return ready;
    }

    private static async Task<Ready> RemovalAsync(Stage stage)
    {
        var ready = await WithAppAsync(stage, "/authenticator-removal");
        (await stage.Admin.PostAsync(ready.Path, new { })).Expect(200);
        return ready with { Caller = stage.SecondAdmin, Path = $"{ready.Path}/approval", Body = [] };
    }

    private static async Task<JsonObject> ClientAsync(Stage stage)
    {
        var client = await AccessAsync(stage);
        (client["agencyId"], client["clientId"]) = (LeadId, NewName("iom-libya"));
        return client;
    }

    private static async Task<Ready> SecretAsync(Stage stage)
    {
        var made = (await stage.Admin.PostAsync("/api/clients", await ClientAsync(stage))).Expect(201).Json.Id("id");
        return new(stage.Admin, $"/api/clients/{made}/secrets", async () => $"{await stage.RowAsync<string, bool>("identity", $"select client_secret, active from clients where id = '{made}'")}") { Body = new() { ["overlapHours"] = 24 } };
    }

    private static async Task<JsonObject> DraftAsync(Stage stage) =>
        Partner.Agreement(NewName("agreement"), "tracing", "LY01", LeadId, await stage.Amal.AgencyIdAsync("amal-health"));

    private static async Task<Ready> AgreementAsync(Stage stage, string more = "", bool isSigned = false)
    {
        var made = (await stage.Admin.PostAsync("/api/agreements", await DraftAsync(stage))).Expect(201).Json.Id("agreementId");
        if (isSigned)
        {
            await using var database = await stage.Platform.OpenDatabaseAsync("identity");
            await using var sign = new Npgsql.NpgsqlCommand("update agreement_parties set signed_at = now() where agreement_id = $1", database) { Parameters = { new() { Value = made } } };
            await sign.ExecuteNonQueryAsync();
        }

        return new(stage.Admin, $"/api/agreements/{made}{more}", () => stage.ReadAsync(stage.Admin, $"/api/agreements/{made}"));
    }

    private static JsonObject Assessment(Stage stage) => new()
    {
        ["feature"] = "export-of-files",
        ["agencyId"] = stage.BaytId,
        ["summary"] = "Files may be lost on the way; they are watermarked and few (invented).",
        ["reviewOn"] = Day(90),
    };

    private static async Task<Ready> AssessmentAsync(Stage stage, string more = "")
    {
        var made = (await stage.Admin.PostAsync("/api/impact-assessments", Assessment(stage))).Expect(201).Json.Id("assessmentId");
        return new(stage.Admin, $"/api/impact-assessments/{made}{more}", () => stage.ReadAsync(stage.Admin, $"/api/impact-assessments/{made}"));
    }

    /// <summary>Assessed, approved and switched on.</summary>
    private static async Task<Ready> FeatureAsync(Stage stage)
    {
        var approve = await AssessmentAsync(stage, "/approval");
        (await stage.SecondAdmin.PostAsync(approve.Path, null)).Expect(200);
        var path = $"/api/agencies/{stage.BaytId}/features/export-of-files";
        (await stage.Admin.PutAsync(path, new { }, null)).Expect(200);
        return new(stage.Admin, path, () => stage.ReadAsync(stage.Admin, $"/api/agencies/{stage.BaytId}/features"));
    }

    private static async Task<Ready> OffAsync(Stage stage)
    {
        var on = await FeatureAsync(stage);
        (await stage.Admin.DeleteAsync(on.Path)).Expect(204);
        return on;
    }

    private static Guid LeadId { get; } = Platform.Identity.Clients.NameBasedId.For("agency:iom-libya");

    private static string Day(int ahead) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(ahead).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

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
