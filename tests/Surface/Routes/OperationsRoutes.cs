namespace Platform.Surface.Tests.Routes;

/// <summary>What every service offers to who looks after its messages, and to who oversees it.</summary>
internal static class OperationsRoutes
{
    public static IEnumerable<Route> All =>
    [
        .. Of("registrations", "Registrations.V1:PersonRegistered"),
        .. Of("referrals", "Referrals.V1:ReferralAcknowledged"),
        .. Of("assessments", "Identity.V1:AgencyReinstated"),
        .. Of("identity", "Identity.V1:AgencyReinstated"),
        .. ((string[])["registrations", "assessments", "referrals", "identity"]).Select(Audit),
        Unusual("registrations"),
        Unusual("referrals"),
        Explanation("registrations"),
        Explanation("referrals"),
        WhatIf(null, async stage => new() { ["member"] = await stage.Platform.MemberIdAsync("bayt-shelter-system"), ["record"] = (await stage.Amal.ReferAsync("bayt-shelter")).Referral, ["then"] = "accepted" }) with { Required = ["member", "record", "then"] },
        WhatIf("of an agreement", PlannedAsync) with
        {
            Required = ["then", "agreement.agencyIds", "agreement.purposes", "agreement.packages", "agreement.areaCodes", "agreement.from", "agreement.until"],
        },
        Exposed("registrations"),
        Exposed("referrals"),
        Unread("registrations"),
        Unread("referrals"),
        Reach("registrations"),
        Reach("referrals"),
        Announcements("registrations"),
        Announcements("referrals"),
    ];

    private static IEnumerable<Route> Of(string service, string exchange)
    {
        yield return new(service, "GET", "/operations/parked", stage => ParkedAsync(stage, service, exchange, _ => ""));
        yield return new(service, "POST", "/operations/parked/{kind}/{id}/replay", async stage => await ParkedAsync(stage, service, exchange, id => $"/publishing/{id}/replay") with { Body = [] }) { Key = Key.Kept, Answers = 204 };
        yield return new(service, "DELETE", "/operations/parked/{kind}/{id}", stage => ParkedAsync(stage, service, exchange, id => $"/publishing/{id}")) { Answers = 204 };
    }

    private static Route Reach(string service) => new(service, "GET", "/operations/reach", stage => Task.FromResult(new Ready(stage.Admin, $"/operations/reach?agency={stage.BaytId}", () => Task.FromResult(""))));

    private static Route Exposed(string service) =>
        new(service, "GET", "/operations/exposure", stage => Task.FromResult(new Ready(stage.Admin, $"/operations/exposure?agency={stage.BaytId}&from=2026-01-01T00:00:00Z", () => Task.FromResult(""))));

    private static Route Unread(string service) => new(service, "GET", "/operations/exposure/unread", async stage =>
        new Ready(stage.Auditor, $"/operations/exposure/unread?agency={await stage.Amal.AgencyIdAsync("iom-libya")}&from=2026-01-01T00:00:00Z", () => Task.FromResult("")));

    private static Route Announcements(string service) =>
        new(service, "POST", "/operations/announcements", stage => Task.FromResult(new Ready(stage.Admin, "/operations/announcements", () => Task.FromResult("")) { Body = [] })) { Key = Key.Needed };

    private static Route Audit(string service) =>
        new(service, "GET", "/operations/audit", stage => Task.FromResult(new Ready(stage.Auditor, "/operations/audit", () => Task.FromResult(""))));

    private static Route Unusual(string service) =>
        new(service, "GET", "/operations/unusual", stage => Task.FromResult(new Ready(stage.Auditor, "/operations/unusual", () => Task.FromResult(""))));

    private static Route Explanation(string service) => new(service, "GET", "/operations/access", async stage =>
    {
        var (referral, person, _) = await stage.Amal.ReferAsync("bayt-shelter");
        var member = await stage.Platform.MemberIdAsync("amal-health-system");
        return new Ready(stage.Admin, $"/operations/access?member={member}&record={(service == "registrations" ? person : referral)}", () => Task.FromResult(""));
    });

    private static Route WhatIf(string? of, Func<Stage, Task<JsonObject>> body) =>
        new("referrals", "POST", "/operations/access/what-if", async stage => new Ready(stage.Admin, "/operations/access/what-if", () => Task.FromResult("")) { Body = await body(stage) }) { Case = of, Key = Key.Needed };

    private static async Task<JsonObject> PlannedAsync(Stage stage)
    {
        var amal = await stage.Amal.AgencyIdAsync("amal-health");
        return new()
        {
            ["then"] = "agreement",
            ["agreement"] = new JsonObject
            {
                ["agencyIds"] = new JsonArray(amal, stage.BaytId),
                ["purposes"] = new JsonArray("return"),
                ["packages"] = new JsonArray("identity", "medical"),
                ["areaCodes"] = new JsonArray("LY02", "*"),
                ["from"] = Ahead(1),
                ["until"] = Ahead(100),
            },
        };
    }

    private static string Ahead(int days) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(days).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    // an event that nobody waits for, as the broker once refused it
    private static async Task<Ready> ParkedAsync(Stage stage, string service, string exchange, Func<long, string> more)
    {
        var subject = Guid.NewGuid();
        var (id, _) = await stage.RowAsync<long, Guid>(service, $$"""
            insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, at, parked_at, error)
            values (0, '{{subject}}', gen_random_uuid(), 'Platform.Contracts.{{exchange}}', 'urn:message:Platform.Contracts.{{exchange}}',
                    '{"eventId":"{{Guid.NewGuid()}}","occurredAt":"2026-01-01T00:00:00Z","subjectId":"{{subject}}","subjectVersion":1}', now(), now(), 'of a test')
            returning id, aggregate
            """);
        return new(stage.Admin, $"/operations/parked{more(id)}", async () => await stage.ReadAsync(stage.Admin.With(stage.Platform.AddressOf(service)), "/operations/parked"));
    }
}
