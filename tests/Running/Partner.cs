using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Tests.Running;

/// <summary>A demo agency's system, doing what a partner does: by default over the gateway.</summary>
public sealed class Partner(RunningPlatform platform, string agency, Uri? door = null)
{
    private static readonly Lazy<Dictionary<string, string>> NoHeaders = new(() => []);
    private readonly Uri? standsAt = door;

    public string Agency => agency;

    /// <summary>Token to use instead of the agency's own; empty for none. What it bears is asked by <see cref="TokenAsync" />.</summary>
    public string? Token { private get; init; }

    /// <summary>Where its token comes from, if not from its agency's system: of who signs in again before the last one ends.</summary>
    public Func<Task<string>>? Bears { get; init; }

    /// <summary>What it bears: the token that it was given, that of who signs in, or its agency's own.</summary>
    public async Task<string> TokenAsync() => Token ?? await (Bears?.Invoke() ?? platform.TokenAsync(agency));

    /// <summary>The same at another door, as at a service's own address, or with another token.</summary>
    public Partner With(Uri? door = null, string? token = null) => new(platform, agency, door ?? standsAt) { Token = token ?? Token, Bears = token is null ? Bears : null };

    public static async Task<Partner> OfAsync(string agency) => new(await RunningPlatform.SharedAsync(), agency);

    public Task<Answer> GetAsync(string path, Dictionary<string, string>? headers = null) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, object? body, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body, new() { ["Idempotency-Key"] = key ?? Guid.NewGuid().ToString() });

    public Task<Answer> PutAsync(string path, object? body, string? ifMatch) =>
        SendAsync(HttpMethod.Put, path, body, ifMatch is null ? [] : new() { ["If-Match"] = ifMatch });

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, null);

    /// <summary>Any request. A body of text or bytes is sent as it is, anything else as JSON.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body, Dictionary<string, string>? headers, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(standsAt ?? platform.AddressOf("gateway"), path));
        if (Token is not "")
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
        }

        foreach (var (name, value) in headers ?? NoHeaders.Value)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body as byte[] ?? Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web)));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using var answer = await platform.Http.SendAsync(request);
        var read = await answer.Content.ReadAsStringAsync();
        if (answer.Content.Headers.ContentType?.MediaType == "application/problem+json") platform.Problems.Enqueue(read);
        return new Answer((int)answer.StatusCode, read, answer.Headers.ETag?.ToString(), answer.Headers.RetryAfter?.ToString()) { ContentType = answer.Content.Headers.ContentType?.MediaType, CacheControl = answer.Headers.CacheControl?.ToString() };
    }

    /// <summary>An invented person, marked as such; the given fields replace or add to the usual.</summary>
    public static JsonObject Person(Action<JsonObject>? change = null)
    {
        var person = new JsonObject
        {
            ["givenName"] = "فاطمة",
            ["familyName"] = "Invented",
            ["sex"] = "female",
            ["birthYear"] = 1996,
            ["agePrecision"] = "estimate",
            ["nationality"] = "SDN",
            ["languages"] = new JsonArray("apd"),
            ["phone"] = "+218910000000",
            ["safeToCall"] = true,
            ["areaCode"] = "LY031901",
            ["setting"] = "urban",
        };
        change?.Invoke(person);
        return person;
    }

    public async Task<Guid> RegisterAsync(Action<JsonObject>? change = null) =>
        (await PostAsync("/api/people", Person(change))).Expect(201)["personId"]!.GetValue<Guid>();

    public async Task<Guid> AgencyIdAsync(string code) =>
        (await GetAsync("/api/agencies")).Expect(200)["items"]!.AsArray().Single(entry => entry!["code"]!.GetValue<string>() == code)!["agencyId"]!.GetValue<Guid>();

    public static JsonObject Consent(Guid recipient, Action<JsonObject>? change = null)
    {
        var consent = new JsonObject
        {
            ["purpose"] = "service-referral",
            ["recipientAgencyId"] = recipient,
            ["packages"] = new JsonArray("identity", "contact"),
            ["givenBy"] = "self",
            ["method"] = "verbal",
            ["witnessedBy"] = "A. Witness (invented)",
            ["language"] = "apd",
            ["expiresOn"] = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(60).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        };
        change?.Invoke(consent);
        return consent;
    }

    public async Task<Guid> ConsentAsync(Guid person, Guid recipient, Action<JsonObject>? change = null) =>
        (await PostAsync($"/api/people/{person}/consents", Consent(recipient, change))).Expect(201)["consentId"]!.GetValue<Guid>();

    /// <summary>What a person asks about their data, today and themselves.</summary>
    public static JsonObject SubjectRequest(string kind, Action<JsonObject>? change = null)
    {
        var request = new JsonObject
        {
            ["kind"] = kind,
            ["receivedOn"] = DateOnly.FromDateTime(DateTime.UtcNow).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["language"] = "ara",
            ["how"] = "in-person",
        };
        if (kind == "correction") request["what"] = "My name is written wrongly (invented).";
        if (kind == "objection") request["objectsTo"] = new JsonObject { ["purposes"] = new JsonArray("service-referral") };
        change?.Invoke(request);
        return request;
    }

    /// <summary>A draft between agencies, from today on.</summary>
    public static JsonObject Agreement(string code, string purpose, string area, params Guid[] agencyIds)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        return new()
        {
            ["code"] = code,
            ["agencyIds"] = new JsonArray([.. agencyIds.Select(agency => (JsonNode)agency)]),
            ["purposes"] = new JsonArray(purpose),
            ["packages"] = new JsonArray("identity", "contact"),
            ["areaCodes"] = new JsonArray(area),
            ["from"] = today.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["until"] = today.AddDays(90).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    public static JsonObject Referral(Guid person, Guid to, Action<JsonObject>? change = null)
    {
        var referral = new JsonObject
        {
            ["personId"] = person,
            ["toAgencyId"] = to,
            ["serviceCode"] = "shelter",
            ["priority"] = "urgent",
            ["areaCode"] = "LY021104",
            ["reason"] = "Needs a place to stay (invented).",
            ["packages"] = new JsonArray("identity", "contact"),
        };
        change?.Invoke(referral);
        return referral;
    }

    /// <summary>Registers a person, records consent and sends a referral to an agency.</summary>
    public async Task<(Guid Referral, Guid Person, Guid Consent)> ReferAsync(string to, Action<JsonObject>? change = null)
    {
        var recipient = await AgencyIdAsync(to);
        var person = await RegisterAsync();
        var consent = await ConsentAsync(person, recipient);
        var referral = (await PostAsync("/api/referrals", Referral(person, recipient, change))).Expect(201)["referralId"]!.GetValue<Guid>();
        return (referral, person, consent);
    }
}

/// <summary>What came back.</summary>
public sealed record Answer(int Status, string Body, string? ETag, string? RetryAfter)
{
    public string? ContentType { get; init; }

    public string? CacheControl { get; init; }

    public JsonNode? this[string name] => Json[name];

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    /// <summary>The problem's type without its prefix.</summary>
    public string? Problem => Json["type"]?.GetValue<string>().Split(':')[^1];

    public Answer Expect(int status) => Status == status ? this : throw new InvalidOperationException($"Expected {status}, got {Status}: {Body}");
}
