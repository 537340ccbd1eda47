namespace Platform.Referrals.Tests;

/// <summary>The reference at /docs, as the running services write it.</summary>
public sealed class ApiReferenceTests : OnThePlatform
{
    [Theory]
    [InlineData("identity")]
    [InlineData("registrations")]
    [InlineData("assessments")]
    [InlineData("referrals")]
    public async Task Every_call_is_described_with_what_it_takes_and_what_it_answers(string service)
    {
        var description = (await Sender.GetAsync($"/docs/openapi/{service}.json")).Expect(200).Json;

        Assert.StartsWith("3.1", description.Text("openapi"), StringComparison.Ordinal);
        var calls = description["paths"]!.AsObject().Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(path => path.Value!.AsObject().Where(call => call.Value is JsonObject operation && operation.ContainsKey("responses"))
                .Select(call => (Name: $"{call.Key} {path.Key}", Method: call.Key, Operation: call.Value!.AsObject()))).ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.True(call.Operation["responses"]!.AsObject().ContainsKey("default"), call.Name));
        Assert.All(calls, call => Assert.True(SaysItsAnswer(call.Operation), call.Name));
        Assert.All(calls.Where(call => call.Method == "post"), call => Assert.Contains("Idempotency-Key", Parameters(call.Operation)));
        Assert.All(calls.Where(call => call.Method == "put" && !IsSwitch(call.Name)), call => Assert.Contains("If-Match", Parameters(call.Operation)));
        if (service == "referrals")
        {
            Assert.Subset(Parameters(calls.Single(call => call.Name == "get /api/referrals").Operation).ToHashSet(), new HashSet<string> { "box", "status", "limit", "cursor" });
        }
    }

    // on or off, whatever it was before
    private static bool IsSwitch(string name) => name == "put /api/agencies/{agencyId}/features/{feature}";

    private static IEnumerable<string> Parameters(JsonObject operation) => operation["parameters"]?.AsArray().Select(parameter => parameter.Text("name")!) ?? [];

    private static bool SaysItsAnswer(JsonObject operation) => operation["responses"]!.AsObject().Any(response =>
        response.Key == "204" || (response.Key.StartsWith('2') && response.Value!["content"]?.AsObject().Any(content => content is { Key: "application/json" or "text/html" or "text/csv" or "image/jpeg" } && content.Value!["schema"] is not null) is true));
}
