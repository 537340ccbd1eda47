namespace Platform.Surface.Tests.Routes;

/// <summary>What the service Registrations offers.</summary>
internal static class RegistrationsRoutes
{
    private static readonly string[] OfAPerson = ["givenName", "sex", "areaCode", "setting"];
    private static readonly string[] OfARequest = ["kind", "receivedOn", "language", "how"];

    public static IEnumerable<Route> All =>
    [
        Of("GET", "/people", stage => Task.FromResult(People(stage))),
        Of("POST", "/people", stage => Task.FromResult(People(stage) with { Body = Person() })) with { Key = Key.Kept, Answers = 201, Required = [.. OfAPerson, "agePrecision"] },
        Of("POST", "/people", stage => Task.FromResult(People(stage) with { Body = PersonByBirthDate() })) with { Case = "by birth date", Key = Key.Kept, Answers = 201, Required = [.. OfAPerson, "birthDate"] },
        Of("POST", "/people/search", stage => Task.FromResult(People(stage) with { Path = "/people/search", Body = new() { ["name"] = "Invented", ["birthYear"] = 1990, ["agePrecision"] = "estimate", ["sex"] = "male", ["nationality"] = "SDN", ["phone"] = "+218910000000" } })) with { Key = Key.Needed, Required = ["name"] },
        Of("POST", "/people/{personId}/reach", async stage => await PersonAsync(stage, "/reach") with { Body = new() { ["channel"] = "call", ["leavesMessage"] = false } }) with { Key = Key.Needed, Required = ["channel"] },
        Of("GET", "/people/{personId}", stage => PersonAsync(stage)),
        Of("PUT", "/people/{personId}", async stage => await PersonAsync(stage) with { Body = Person(), IfMatch = "\"1\"" }) with { NeedsIfMatch = true, Required = [.. OfAPerson, "agePrecision"] },
        Of("PUT", "/people/{personId}", async stage => await PersonAsync(stage) with { Body = PersonByBirthDate(), IfMatch = "\"1\"" }) with { Case = "by birth date", NeedsIfMatch = true, Required = [.. OfAPerson, "birthDate"] },
        Of("POST", "/people/{personId}/assignment", async stage => await PersonAsync(stage, "/assignment") with { Body = new() { ["team"] = "main", ["caseworker"] = "caseworker@amal-health.demo" } }) with { Key = Key.Kept, Required = ["team", "caseworker"] },
        Of("POST", "/people/{personId}/transfers", OfferAsync) with { Key = Key.Kept, Answers = 201, Required = ["team"] },
        Of("GET", "/transfers", async stage => await TransferAsync(stage, stage.Hub) with { Path = "/transfers" }),
        Of("GET", "/transfers/{transferId}", stage => TransferAsync(stage, stage.Hub)),
        Of("POST", "/transfers/{transferId}/acceptance", async stage => await TransferAsync(stage, stage.Hub, "/acceptance") with { Body = new() { ["caseworker"] = Stage.HubsSupervisor } }) with { Key = Key.Kept, Required = ["caseworker"] },
        Of("POST", "/transfers/{transferId}/rejection", async stage => await TransferAsync(stage, stage.Hub, "/rejection") with { Body = new() { ["reasonCode"] = "no-capacity" } }) with { Key = Key.Kept, Required = ["reasonCode"] },
        Of("POST", "/transfers/{transferId}/withdrawal", async stage => await TransferAsync(stage, stage.Lead, "/withdrawal") with { Body = [] }) with { Key = Key.Kept },
        Of("POST", "/people/{personId}/requests", async stage => await PersonAsync(stage, "/requests") with { Body = ThroughSomebody("correction") }) with { Key = Key.Kept, Answers = 201, Required = [.. OfARequest, "through", "what"] },
        Of("POST", "/people/{personId}/requests", async stage => await PersonAsync(stage, "/requests") with { Body = Objection(stage) }) with { Case = "an objection", Key = Key.Kept, Answers = 201, Required = OfARequest },
        Of("GET", "/requests", async stage => await RequestAsync(stage) with { Path = "/requests?kind=access&state=received&overdue=false" }),
        Of("GET", "/requests/{requestId}", stage => RequestAsync(stage)),
        Of("POST", "/requests/{requestId}/answer", async stage => await RequestAsync(stage, "/answer") with { Body = new() { ["answer"] = "Invented." } }) with { Key = Key.Kept },
        Of("POST", "/requests/{requestId}/answer", CorrectedAsync) with { Case = "to a correction", Key = Key.Kept, Required = ["versionBefore", "versionAfter"] },
        Of("POST", "/requests/{requestId}/refusal", async stage => await RequestAsync(stage, "/refusal") with { Body = new() { ["reasonCode"] = "unfounded", ["answer"] = "Invented." } }) with { Key = Key.Kept, Required = ["reasonCode"] },
        Of("POST", "/requests/{requestId}/refusal/confirmation", ProposedAsync) with { Key = Key.Kept, Required = ["confirmed"] },
        Of("POST", "/requests/{requestId}/withdrawal", async stage => await RequestAsync(stage, "/withdrawal") with { Body = [] }) with { Key = Key.Kept },
        Of("GET", "/people/{personId}/copy", stage => PersonAsync(stage, "/copy")),
        Of("GET", "/people/{personId}/copy/page", stage => PersonAsync(stage, "/copy/page")),
        Of("GET", "/emergency-access", async stage => await OpenedAsync(stage) with { Path = "/emergency-access" }),
        Of("POST", "/emergency-access", FileOfOthersAsync) with { Key = Key.Kept, Answers = 201, Required = ["caseCode", "reason"] },
        Of("POST", "/emergency-access/{accessId}/confirmation", async stage => await OpenedAsync(stage) with { Body = new() { ["justified"] = true } }) with { Key = Key.Kept, Required = ["justified"] },
        Of("GET", "/registrations/tasks", async stage => { await RequestAsync(stage); return new Ready(stage.Amal, "/registrations/tasks?kind=request-to-answer&state=due", () => stage.ReadAsync(stage.Amal, "/api/registrations/tasks?limit=1")); }),
        Of("GET", "/exports", async stage => await ExportAsync(stage) with { Path = "/exports" }),
        Of("POST", "/exports", async stage => new(stage.Lead, "/exports", () => stage.ReadAsync(stage.Lead, "/api/exports")) { Body = await ExportOfAsync(stage) }) with
        {
            Key = Key.Kept,
            Answers = 201,
            Required = ["people", "packages", "recipientAgencyId", "purpose", "reason", "hours"],
        },
        Of("GET", "/exports/{exportId}", stage => ExportAsync(stage)),
        Of("DELETE", "/exports/{exportId}", stage => ExportAsync(stage)) with { Answers = 204 },
        Of("POST", "/exports/{exportId}/approval", async stage => await ExportAsync(stage, "/approval") with { Caller = stage.Officer, Body = [] }) with { Key = Key.Kept },
        Of("POST", "/exports/{exportId}/refusal", async stage => await ExportAsync(stage, "/refusal") with { Caller = stage.Officer, Body = [] }) with { Key = Key.Kept },
        Of("GET", "/exports/{exportId}/file", stage => ExportAsync(stage, "/file", isApproved: true)),
        Of("GET", "/exports/{exportId}/page", stage => ExportAsync(stage, "/page", isApproved: true)),
        Of("POST", "/people/{personId}/erasure", async stage => await FileOfLeadAsync(stage, "/erasure") with { Body = new() { ["reasonCode"] = "person-asked", ["note"] = "Invented." } }) with { Key = Key.Kept, Answers = 201, Required = ["reasonCode"] },
        Of("GET", "/erasures", async stage => await ErasureAsync(stage, stage.Lead) with { Path = "/erasures" }),
        Of("GET", "/erasures/{erasureId}", stage => ErasureAsync(stage, stage.Officer)),
        Of("POST", "/erasures/{erasureId}/approval", async stage => await ErasureAsync(stage, stage.Officer, "/approval") with { Body = [] }) with { Key = Key.Kept },
        Of("POST", "/erasures/{erasureId}/withdrawal", async stage => await ErasureAsync(stage, stage.Lead, "/withdrawal") with { Body = [] }) with { Key = Key.Kept },
        Of("POST", "/people/{personId}/legal-hold", async stage => await FileOfLeadAsync(stage, "/legal-hold") with { Caller = stage.Officer, Body = new() { ["reasonCode"] = "court", ["until"] = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(200).ToString("O", System.Globalization.CultureInfo.InvariantCulture) } }) with { Key = Key.Kept, Answers = 204, Required = ["reasonCode"] },
        Of("DELETE", "/people/{personId}/legal-hold", async stage => await HeldAsync(stage)) with { Answers = 204 },
        Of("GET", "/people/{personId}/consents", stage => PersonAsync(stage, "/consents")),
        Of("POST", "/people/{personId}/consents", async stage => await PersonAsync(stage, "/consents") with { Body = Partner.Consent(stage.BaytId) }) with
        {
            Key = Key.Kept,
            Answers = 201,
            Required = ["purpose", "recipientAgencyId", "packages", "givenBy", "method", "witnessedBy", "language", "expiresOn"],
        },
        Of("DELETE", "/people/{personId}/consents/{consentId}", ConsentAsync) with { Answers = 204 },
        Of("GET", "/people/{personId}/statuses", stage => PersonAsync(stage, "/statuses")),
        Of("POST", "/people/{personId}/statuses", async stage => await PersonAsync(stage, "/statuses") with { Body = Status() }) with { Key = Key.Kept, Answers = 201, Required = ["status", "since", "source"] },
        Of("GET", "/people/{personId}/encounters", async stage => (await EncounterAsync(stage)).Ready),
        Of("POST", "/people/{personId}/encounters", async stage => await PersonAsync(stage, "/encounters") with { Body = Encounter() }) with { Key = Key.Kept, Answers = 201, Required = OfAnEncounter },
        Of("POST", "/people/{personId}/encounters/{encounterId}/follow-up", async stage => await EncounterAsync(stage) is var (ready, path) ? ready with { Path = $"{path}/follow-up", Body = Encounter() } : null!) with { Key = Key.Kept, Answers = 201, Required = OfAnEncounter },
        Of("PUT", "/people/{personId}/encounters/{encounterId}", async stage => await EncounterAsync(stage) is var (ready, path) ? ready with { Path = path, Body = Encounter(), IfMatch = "\"1\"" } : null!) with { NeedsIfMatch = true, Required = OfAnEncounter },
        Of("POST", "/people/{personId}/statuses/{statusId}/end", StatusAsync) with { Key = Key.Kept, Required = ["endedOn", "source"] },
        Of("GET", "/people/{personId}/attachments", stage => PersonAsync(stage, "/attachments")),
        Of("POST", "/people/{personId}/attachments", async stage => await PersonAsync(stage, "/attachments?kind=other-document") with { File = Document }) with { Key = Key.Kept, Answers = 201, TakesAFile = true },
        Of("GET", "/people/{personId}/attachments/{attachmentId}/content", stage => AttachmentAsync(stage, "/content")),
        Of("DELETE", "/people/{personId}/attachments/{attachmentId}", stage => AttachmentAsync(stage)) with { Answers = 204 },
        Of("GET", "/people/{personId}/disclosures", stage => PersonAsync(stage, "/disclosures")),
        Of("GET", "/people/{personId}/disclosures/page", stage => PersonAsync(stage, "/disclosures/page")),
        Of("POST", "/internal/packages", PackagesAsync) with { Required = ["personId", "purpose", "packages", "recipientAgencyId", "areaCode"] },
        Of("POST", "/internal/consents/check", CheckAsync) with { Required = ["consentIds"] },
        Of("GET", "/internal/withdrawals", WithdrawalsAsync),
    ];

    private static Route Of(string method, string template, Func<Stage, Task<Ready>> prepare) => new("registrations", method, template, prepare);

    internal static JsonObject Person() => Partner.Person(person =>
    {
        (person["otherNames"], person["arrivalDate"], person["note"]) = ("Test", "2026-01-10", "Invented.");
        person["transliterations"] = new JsonArray(new JsonObject { ["script"] = "latin", ["name"] = "Fatima Test" });
        person["nationalities"] = new JsonArray(new JsonObject { ["country"] = "SDN", ["state"] = "claimed" });
        (person["preferredChannel"], person["safeTimes"], person["mayLeaveMessage"]) = ("call", "Mornings.", true);
    });

    internal static JsonObject PersonByBirthDate() => Partner.Person(person =>
    {
        person.Remove("birthYear");
        (person["birthDate"], person["agePrecision"]) = ("1996-05-04", "month");
    });

    private static Ready People(Stage stage) => new(stage.Amal, "/people", () => stage.ReadAsync(stage.Amal, "/api/people?limit=1"));

    private static async Task<Ready> PersonAsync(Stage stage, string more = "")
    {
        var person = await stage.Amal.RegisterAsync();
        return new(stage.Amal, $"/people/{person}{more}", async () =>
            await stage.ReadAsync(stage.Amal, $"/api/people/{person}") + await stage.ReadAsync(stage.Amal, $"/api/people/{person}/consents") + await stage.ReadAsync(stage.Amal, $"/api/people/{person}/statuses") + await stage.ReadAsync(stage.Amal, $"/api/people/{person}/encounters") + await stage.ReadAsync(stage.Amal, $"/api/people/{person}/attachments"));
    }

    private static readonly string[] OfAnEncounter = ["at", "way", "siteType", "areaCode", "inPrivate", "followUpType"];

    private static JsonObject Encounter() => new()
    {
        ["at"] = "2026-01-31T09:30:00Z",
        ["way"] = "in-person",
        ["siteType"] = "urban",
        ["areaCode"] = "LY031901",
        ["inPrivate"] = true,
        ["present"] = new JsonArray("interpreter"),
        ["followUpType"] = "for-service",
        ["followUpOn"] = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(5).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["note"] = "Invented.",
    };

    private static async Task<(Ready Ready, string Path)> EncounterAsync(Stage stage)
    {
        var person = await stage.Amal.RegisterAsync();
        var path = $"/people/{person}/encounters";
        var encounter = (await stage.Amal.PostAsync($"/api{path}", Encounter())).Expect(201).Json.Id("encounterId");
        return (new(stage.Amal, path, () => stage.ReadAsync(stage.Amal, $"/api{path}")), $"{path}/{encounter}");
    }

    private static JsonObject Status() => new() { ["status"] = "labour-migrant", ["since"] = "2024-03-01", ["source"] = "self", ["assertedBy"] = "Test", ["note"] = "Invented." };

    private static async Task<Ready> StatusAsync(Stage stage)
    {
        var person = await stage.Amal.RegisterAsync();
        var status = (await stage.Amal.PostAsync($"/api/people/{person}/statuses", Status())).Expect(201).Json.Id("statusId");
        return new(stage.Amal, $"/people/{person}/statuses/{status}/end", () => stage.ReadAsync(stage.Amal, $"/api/people/{person}/statuses")) { Body = new() { ["endedOn"] = "2025-01-31", ["source"] = "self" } };
    }

    private static byte[] Document => "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"u8.ToArray();

    private static async Task<Ready> AttachmentAsync(Stage stage, string more = "")
    {
        var person = await stage.Amal.RegisterAsync();
        var added = await stage.Amal.SendAsync(HttpMethod.Post, $"/api/people/{person}/attachments?kind=other-document", Document, new() { ["Idempotency-Key"] = Guid.NewGuid().ToString() });
        return new(stage.Amal, $"/people/{person}/attachments/{added.Expect(201).Json.Id("attachmentId")}{more}", () => stage.ReadAsync(stage.Amal, $"/api/people/{person}/attachments"));
    }

    private static JsonObject ThroughSomebody(string kind) => Partner.SubjectRequest(kind, request => (request["how"], request["through"]) = ("through-representative", "An aunt (invented)"));

    private static JsonObject Objection(Stage stage) => Partner.SubjectRequest("objection", request => request["objectsTo"]!["recipientAgencyIds"] = new JsonArray(stage.BaytId));

    private static async Task<Ready> RequestAsync(Stage stage, string more = "", string kind = "access")
    {
        var person = await stage.Amal.RegisterAsync();
        var request = (await stage.Amal.PostAsync($"/api/people/{person}/requests", Partner.SubjectRequest(kind))).Expect(201).Json.Id("requestId");
        return new(stage.Amal, $"/requests/{request}{more}", () => stage.ReadAsync(stage.Amal, $"/api/requests/{request}"));
    }

    private static async Task<Ready> CorrectedAsync(Stage stage)
    {
        var ready = await RequestAsync(stage, "/answer", "correction");
        var person = (await stage.Amal.GetAsync($"/api{ready.Path.Replace("/answer", "", StringComparison.Ordinal)}")).Expect(200).Json.Id("personId");
        (await stage.Amal.PutAsync($"/api/people/{person}", Person(), "\"1\"")).Expect(200);
        return ready with { Body = new() { ["answer"] = "Invented.", ["versionBefore"] = 1, ["versionAfter"] = 2 } };
    }

    private static async Task<Ready> ProposedAsync(Stage stage)
    {
        var ready = await RequestAsync(stage, "/refusal");
        (await stage.Amal.PostAsync($"/api{ready.Path}", new { reasonCode = "unfounded" })).Expect(200);
        return ready with { Caller = stage.Supervisor, Path = $"{ready.Path}/confirmation", Body = new() { ["confirmed"] = true } };
    }

    private static async Task<Ready> FileOfOthersAsync(Stage stage)
    {
        var person = await stage.Lead.RegisterAsync();
        var code = (await stage.Lead.GetAsync($"/api/people/{person}")).Expect(200).Json.Text("caseCode");
        return new(stage.Hub, "/emergency-access", () => stage.ReadAsync(stage.Lead, "/api/emergency-access")) { Body = new() { ["caseCode"] = code, ["reason"] = "Nobody of Sabha answers (invented)." } };
    }

    private static async Task<Ready> OpenedAsync(Stage stage)
    {
        var ready = await FileOfOthersAsync(stage);
        var access = (await stage.Hub.PostAsync("/api/emergency-access", ready.Body)).Expect(201).Json.Id("accessId");
        return new(stage.Officer, $"/emergency-access/{access}/confirmation", ready.ReadAsync);
    }

    private static async Task<JsonObject> ExportOfAsync(Stage stage)
    {
        var person = await stage.Lead.RegisterAsync();
        await stage.Lead.ConsentAsync(person, stage.BaytId);
        return new()
        {
            ["people"] = new JsonArray(person),
            ["packages"] = new JsonArray("identity", "contact"),
            ["recipientAgencyId"] = stage.BaytId,
            ["purpose"] = "service-referral",
            ["reason"] = "Their system is down (invented).",
            ["hours"] = 24,
        };
    }

    private static async Task<Ready> ExportAsync(Stage stage, string more = "", bool isApproved = false)
    {
        var export = (await stage.Lead.PostAsync("/api/exports", await ExportOfAsync(stage))).Expect(201).Json.Id("exportId");
        foreach (var second in isApproved ? (Partner[])[stage.Hub, stage.Officer] : [])
        {
            (await second.PostAsync($"/api/exports/{export}/approval", null)).Expect(200);
        }

        return new(stage.Lead, $"/exports/{export}{more}", () => stage.ReadAsync(stage.Lead, $"/api/exports/{export}"));
    }

    private static async Task<Ready> FileOfLeadAsync(Stage stage, string more)
    {
        var person = await stage.Lead.RegisterAsync();
        return new(stage.Lead, $"/people/{person}{more}", () => stage.ReadAsync(stage.Lead, $"/api/people/{person}"));
    }

    private static async Task<Ready> ErasureAsync(Stage stage, Partner by, string more = "")
    {
        var person = await stage.Lead.RegisterAsync();
        var erasure = (await stage.Lead.PostAsync($"/api/people/{person}/erasure", new { reasonCode = "person-asked" })).Expect(201).Json.Id("erasureId");
        // who decided, and not what is confirmed since
        return new(by, $"/erasures/{erasure}{more}", async () => (await stage.Lead.GetAsync($"/api/erasures/{erasure}")).Expect(200).Json["decidedAt"]?.ToJsonString() ?? "");
    }

    private static async Task<Ready> HeldAsync(Stage stage)
    {
        var ready = await FileOfLeadAsync(stage, "/legal-hold");
        (await stage.Officer.PostAsync($"/api{ready.Path}", new { reasonCode = "court" })).Expect(204);
        return ready with { Caller = stage.Officer };
    }

    private static async Task<Ready> OfferAsync(Stage stage)
    {
        var person = await stage.Lead.RegisterAsync();
        return new(stage.Lead, $"/people/{person}/transfers", async () => await stage.ReadAsync(stage.Lead, $"/api/people/{person}") + await stage.ReadAsync(stage.Lead, "/api/transfers"))
        {
            Body = new() { ["team"] = "tripoli", ["reasonCode"] = "person-moved", ["note"] = "Invented.", ["handoverDays"] = 3 },
        };
    }

    private static async Task<Ready> TransferAsync(Stage stage, Partner by, string more = "")
    {
        var person = await stage.Lead.RegisterAsync();
        var transfer = (await stage.Lead.PostAsync($"/api/people/{person}/transfers", new { team = "tripoli", handoverDays = 3 })).Expect(201).Json.Id("transferId");
        return new(by, $"/transfers/{transfer}{more}", () => stage.ReadAsync(by, $"/api/transfers/{transfer}"));
    }

    private static async Task<Ready> ConsentAsync(Stage stage)
    {
        var person = await stage.Amal.RegisterAsync();
        var consent = await stage.Amal.ConsentAsync(person, stage.BaytId);
        return new(stage.Amal, $"/people/{person}/consents/{consent}", () => stage.ReadAsync(stage.Amal, $"/api/people/{person}/consents"));
    }

    private static async Task<Ready> PackagesAsync(Stage stage)
    {
        var person = await stage.Amal.RegisterAsync();
        await stage.Amal.ConsentAsync(person, stage.BaytId);
        return new(stage.Amal, "/internal/packages", () => stage.ReadAsync(stage.Amal, $"/api/people/{person}"))
        {
            Body = new()
            {
                ["personId"] = person,
                ["purpose"] = "service-referral",
                ["packages"] = new JsonArray("identity", "contact"),
                ["recipientAgencyId"] = stage.BaytId,
                ["areaCode"] = "LY021104",
                ["referralId"] = Guid.CreateVersion7(),
                ["basis"] = "consent",
            },
        };
    }

    private static async Task<Ready> WithdrawalsAsync(Stage stage) =>
        new(stage.Amal.With(token: await stage.Platform.AskTokenAsync("referrals-service", stage.Platform.ServiceSecret("referrals"))), "/internal/withdrawals?since=2026-01-01T00:00:00Z", () => Task.FromResult(""));

    private static async Task<Ready> CheckAsync(Stage stage)
    {
        var person = await stage.Amal.RegisterAsync();
        var consent = await stage.Amal.ConsentAsync(person, stage.BaytId);
        return new(stage.Bayt, "/internal/consents/check", () => stage.ReadAsync(stage.Amal, $"/api/people/{person}/consents")) { Body = new() { ["consentIds"] = new JsonArray(consent) } };
    }
}
