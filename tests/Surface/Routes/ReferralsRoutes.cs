namespace Platform.Surface.Tests.Routes;

/// <summary>What the service Referrals offers.</summary>
internal static class ReferralsRoutes
{
    private static readonly string[] OfAReferral = ["personId", "toAgencyId", "serviceCode", "priority", "areaCode", "reason", "packages"];

    public static IEnumerable<Route> All =>
    [
        Of("GET", "/referrals", stage => Task.FromResult(Sent(stage) with { Path = "/referrals?box=sent" })),
        Of("POST", "/referrals", ConsentedAsync) with { Key = Key.Kept, Answers = 201, Required = OfAReferral },
        Of("POST", "/referrals", EmergencyAsync) with { Case = "on vital interest", Key = Key.Kept, Answers = 201, Required = [.. OfAReferral, "basisReason", "envelope.sex", "envelope.ageBand", "envelope.adm2"] },
        Of("GET", "/referrals/{referralId}", stage => ReferralAsync(stage, stage.Amal, "")),
        Of("GET", "/referrals/{referralId}/history", stage => ReferralAsync(stage, stage.Amal, "/history")),
        Move("acknowledgement", stage => stage.Bayt, []),
        Move("acceptance", stage => stage.Bayt, new() { ["note"] = "Invented.", ["firstAppointment"] = Ahead(7) }),
        Move("rejection", stage => stage.Bayt, new() { ["reasonCode"] = "no-capacity", ["note"] = "Invented." }) with { Required = ["reasonCode"] },
        Move("outcomes", stage => stage.Bayt, new() { ["outcomeCode"] = "provided", ["nextDate"] = Ahead(7), ["note"] = "Invented.", ["final"] = false }, "acceptance") with { Required = ["outcomeCode"] },
        Move("outcomes", stage => stage.Bayt, new() { ["outcomeCode"] = "provided", ["final"] = true }, "acceptance") with { Case = "the final one", Required = ["outcomeCode"] },
        Move("return", stage => stage.Bayt, new() { ["reasonCode"] = "no-capacity", ["note"] = "Invented." }, "acceptance") with { Required = ["reasonCode"] },
        Move("revocation", stage => stage.Amal, new() { ["note"] = "Invented." }),
        Move("follow-up", stage => stage.Amal, new() { ["action"] = "closed", ["reason"] = "Invented." }, "rejection") with { Required = ["action", "reason"] },
        Of("POST", "/referrals/{referralId}/approval", ApprovalAsync) with { Key = Key.Kept },
        Of("GET", "/services", stage => Task.FromResult(new Ready(stage.Amal, "/services", () => stage.ReadAsync(stage.Amal, "/api/services")))),
        Of("PUT", "/services/{serviceCode}", OfferAsync) with { NeedsIfMatch = true, Required = ["areaCodes", "acceptsReferrals"] },
        Of("GET", "/referrals/tasks", stage => Task.FromResult(new Ready(stage.Bayt, "/referrals/tasks?kind=referral-to-acknowledge&state=new", () => stage.ReadAsync(stage.Bayt, "/api/referrals/tasks?limit=1")))),
        Of("GET", "/notices", stage => Task.FromResult(new Ready(stage.Amal, "/notices", () => stage.ReadAsync(stage.Amal, "/api/notices?limit=1")))),
    ];

    private static Route Of(string method, string template, Func<Stage, Task<Ready>> prepare) => new("referrals", method, template, prepare);

    private static Route Move(string move, Func<Stage, Partner> by, JsonObject body, string? after = null) =>
        Of("POST", $"/referrals/{{referralId}}/{move}", async stage => await ReferralAsync(stage, by(stage), $"/{move}", after) with { Body = body.DeepClone().AsObject() }) with { Key = Key.Kept };

    private static string Ahead(int days) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(days).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private static Ready Sent(Stage stage) => new(stage.Amal, "/referrals", () => stage.ReadAsync(stage.Amal, "/api/referrals?box=sent&limit=1"));

    private static async Task<Ready> ReferralAsync(Stage stage, Partner by, string more, string? after = null)
    {
        var (referral, _, _) = await stage.Amal.ReferAsync("bayt-shelter");
        if (after is not null)
        {
            (await stage.Bayt.PostAsync($"/api/referrals/{referral}/{after}", after == "rejection" ? new { reasonCode = "no-capacity" } : null)).Expect(200);
        }

        return Of(stage, by, referral, more);
    }

    private static Ready Of(Stage stage, Partner by, Guid referral, string more) => new(by, $"/referrals/{referral}{more}", async () =>
        await stage.ReadAsync(stage.Amal, $"/api/referrals/{referral}") + await stage.ReadAsync(stage.Amal, $"/api/referrals/{referral}/history"));

    private static async Task<Ready> ConsentedAsync(Stage stage)
    {
        var person = await stage.Amal.RegisterAsync();
        await stage.Amal.ConsentAsync(person, stage.BaytId);
        return Sent(stage) with { Body = Partner.Referral(person, stage.BaytId, referral => (referral["receiverPhoned"], referral["basis"]) = (false, "consent")) };
    }

    private static async Task<Ready> EmergencyAsync(Stage stage)
    {
        var person = await stage.Amal.RegisterAsync();
        return Sent(stage) with
        {
            Body = Partner.Referral(person, stage.BaytId, referral =>
            {
                (referral["priority"], referral["receiverPhoned"], referral["basis"], referral["basisReason"]) = ("emergency", true, "vital-interest", "Unconscious (invented).");
                referral["envelope"] = new JsonObject { ["sex"] = "female", ["ageBand"] = "18-59", ["adm2"] = "LY0211" };
            }),
        };
    }

    private static async Task<Ready> ApprovalAsync(Stage stage)
    {
        var emergency = await EmergencyAsync(stage);
        var referral = (await stage.Amal.PostAsync("/api/referrals", emergency.Body)).Expect(201).Json.Id("referralId");
        return Of(stage, stage.Supervisor, referral, "/approval") with { Body = [] };
    }

    private static async Task<Ready> OfferAsync(Stage stage)
    {
        var offer = new JsonObject { ["areaCodes"] = new JsonArray("LY0211"), ["acceptsReferrals"] = true, ["capacity"] = 3, ["languages"] = new JsonArray("ara", "tir"), ["femaleStaff"] = true };
        var made = (await stage.Rihla.PutAsync("/api/services/education", offer, "*")).Expect(200);
        return new(stage.Rihla, "/services/education", () => stage.ReadAsync(stage.Rihla, "/api/services")) { Body = offer, IfMatch = made.ETag };
    }
}
