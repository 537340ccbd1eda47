using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>That every route there is has a place in these tests, and that what stands there is right.</summary>
public sealed class RoutesTests
{
    public static TheoryData<string> Routes => AllRoutes.Where(_ => true);

    [Theory]
    [InlineData("identity")]
    [InlineData("registrations")]
    [InlineData("assessments")]
    [InlineData("referrals")]
    public async Task What_a_service_describes_is_tried_and_what_is_tried_is_there(string service)
    {
        var described = (await DescriptionAsync(service))["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Where(call => call.Value is JsonObject operation && operation.ContainsKey("responses")).Select(call => $"{call.Key.ToUpperInvariant()} {path.Key}"));

        Assert.Equal(described.Order(StringComparer.Ordinal), Tried(service));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("registrations")]
    [InlineData("assessments")]
    [InlineData("referrals")]
    public async Task What_the_gateway_describes_is_what_it_leads_to(string service)
    {
        var stage = await Stage.SharedAsync();
        var described = (await stage.Amal.GetAsync($"/docs/openapi/{service}.json")).Expect(200)["paths"]!.AsObject().Select(path => path.Key);

        var led = AllRoutes.All.Where(route => route.Service == service && !route.Template.StartsWith("/operations", StringComparison.Ordinal)).Select(route => route.Outside(route.Template)).OfType<string>().Distinct();

        Assert.Equal(led.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_valid_request_does_what_the_route_is_for(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await route.PrepareAsync(stage);
        var mark = await stage.Writes.MarkAsync();

        var answer = await stage.SendAsync(route, ready);

        Assert.True(answer.Status == route.Answers, answer.Body);
        var written = await stage.Writes.SinceAsync(mark);
        if (route.Key is Key.Kept || route.NeedsIfMatch || route.Method == "DELETE")
        {
            Assert.NotEmpty(written);   // what says that nothing was written has eyes
        }
    }

    /// <summary>A field that no fixture fills is one that no test tries.</summary>
    [Theory]
    [InlineData("identity")]
    [InlineData("registrations")]
    [InlineData("assessments")]
    [InlineData("referrals")]
    public async Task Every_described_field_is_tried(string service)
    {
        var (stage, description) = (await Stage.SharedAsync(), await DescriptionAsync(service));
        foreach (var way in AllRoutes.All.Where(route => route.Service == service && !route.IsOAuth).GroupBy(route => (route.Method, route.Template)))
        {
            var schema = Resolve(description, description["paths"]![way.Key.Template]![way.Key.Method.ToLowerInvariant()]!["requestBody"]?["content"]?["application/json"]?["schema"]);
            var tried = new List<string>();
            foreach (var route in way)
            {
                // what may stand in the answers to a programme is described by its form
                tried.AddRange(Fields((await stage.ReadyAsync(route)).Body).Select(field => field.StartsWith("answers.", StringComparison.Ordinal) ? "answers" : field));
            }

            Assert.Equal(Fields(description, schema).Order(StringComparer.Ordinal), tried.Distinct().Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> Tried(string service) =>
        AllRoutes.All.Where(route => route.Service == service).Select(route => $"{route.Method} {route.Template}").Distinct().Order(StringComparer.Ordinal);

    private static async Task<JsonObject> DescriptionAsync(string service)
    {
        var stage = await Stage.SharedAsync();
        return (await stage.Amal.With(stage.Platform.AddressOf(service)).GetAsync("/openapi/v1.json")).Expect(200).Json;
    }

    private static IEnumerable<string> Fields(JsonObject? body, string prefix = "") =>
        (body ?? []).SelectMany(field => field.Value is JsonObject inner ? Fields(inner, $"{prefix}{field.Key}.") : [prefix + field.Key]);

    private static IEnumerable<string> Fields(JsonObject description, JsonNode? schema, string prefix = "") =>
        (schema?["properties"]?.AsObject() ?? []).SelectMany(field => Resolve(description, field.Value) is { } inner && inner["properties"] is not null
            ? Fields(description, inner, $"{prefix}{field.Key}.") : [prefix + field.Key]);

    private static JsonNode? Resolve(JsonObject description, JsonNode? schema)
    {
        var named = schema?["$ref"] ?? (schema?["oneOf"] as JsonArray)?.Select(one => one?["$ref"]).FirstOrDefault(one => one is not null);
        return named is null ? schema : description["components"]!["schemas"]![named.GetValue<string>().Split('/')[^1]];
    }
}
