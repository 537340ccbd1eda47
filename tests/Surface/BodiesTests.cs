using System.Text;
using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>Bodies that no route takes: each is refused with the field's JSON path, and nothing is done.</summary>
public sealed class BodiesTests
{
    public static TheoryData<string> WithBody => AllRoutes.Where(TakesBody);

    public static TheoryData<string> WithFields => AllRoutes.Where(route => TakesBody(route) && !IsWithoutFields(route));

    public static TheoryData<string> WithText => AllRoutes.Where(route => TakesBody(route) && !IsWithoutFields(route) && route.Template.Split('/')[^1] is not ("secrets" or "confirmation" or "review" or "decision" or "merges" or "undo"));

    public static TheoryData<string> WithRequired => AllRoutes.Where(route => route.Required.Length > 0);

    [Theory]
    [MemberData(nameof(WithBody))]
    public Task What_is_no_object_is_refused(string name) => RefusesAsync(name, _ =>
    [
        new("{"), new("}"), new("[]"), new("null"), new("\"x\""), new("1"), new("{} {}"), new("{'a':1}"), new("{/**/}"),
        new(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' }),
        new(string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40)),
    ]);

    [Theory]
    [MemberData(nameof(WithBody))]
    public Task What_is_not_called_JSON_is_refused(string name) => RefusesAsync(name, body =>
    [
        new(body.ToJsonString()) { ContentType = "text/plain", Status = 415 },
        new(body.ToJsonString()) { ContentType = "application/x-www-form-urlencoded", Status = 415 },
        new(body.ToJsonString()) { ContentType = "application/xml", Status = 415 },
    ]);

    [Theory]
    [MemberData(nameof(WithBody))]
    public Task More_than_a_megabyte_is_refused(string name) => RefusesAsync(name, _ =>
    [
        new($$"""{"a":"{{new string('a', 1024 * 1024)}}"}""") { Status = 413 },
    ]);

    [Theory]
    [MemberData(nameof(WithBody))]
    public Task A_field_that_is_unknown_or_there_twice_is_refused_by_its_path(string name) => RefusesAsync(name, body =>
    [
        new(Put(body, "unknownField", 1)) { Path = "$.unknownField" },
        new(Put(body, "__proto__", new JsonObject())) { Path = "$.__proto__" },
        .. body.Select(field => new Bad(Twice(body, field.Key)) { Path = $"$.{field.Key}" }),
        .. Inner(body).Select(inner => new Bad(Change(body, inner.Path, inside => inside["unknownField"] = 1)) { Path = $"$.{inner.Path}.unknownField" }),
    ]);

    [Theory]
    [MemberData(nameof(WithFields))]
    public Task A_field_of_another_type_is_refused_by_its_path(string name) => RefusesAsync(name, body =>
    [
        .. Fields(body).SelectMany(field => Others(field.Value).Concat(Nothings(field.Value).Where(_ => AllRoutes.Named(name).Required.Contains(field.Path))).Select(other => new Bad(Put(body, field.Path, other)) { Path = $"$.{field.Path}" })),
    ]);

    [Theory]
    [MemberData(nameof(WithRequired))]
    public async Task A_required_field_that_is_missing_is_refused_by_its_path(string name)
    {
        var required = AllRoutes.Named(name).Required;
        await RefusesAsync(name, body =>
        [
            .. required.Select(field => new Bad(Without(body, field)) { Path = $"$.{field}" }),
            .. required.Select(field => new Bad(Put(body, field, null)) { Path = $"$.{field}" }),
            .. required.Where(field => Fields(body).Single(found => found.Path == field).Value is JsonValue text && text.TryGetValue<string>(out _))
                .Select(field => new Bad(Put(body, field, "")) { Path = $"$.{field}" }),
            new("{}"), new(""),
        ]);
    }

    [Theory]
    [MemberData(nameof(WithText))]
    public Task Text_that_cannot_be_shown_or_is_endless_is_refused_by_its_path(string name) => RefusesAsync(name, body =>
    [
        .. Fields(body).Where(field => field.Value is JsonValue value && value.TryGetValue<string>(out _)).SelectMany((field, at) =>
            ((string[])["a\\u202Eb", "a\\u0000b", "a\\u0007b", "a\\u2066b", "a\\uFEFFb", "a\\uFFFEb", "\\uD800", new string('a', at == 0 ? 1_000_000 : 50_000)])
            .Select(text => new Bad(PutRaw(body, field.Path, $"\"{text}\"")) { Path = $"$.{field.Path}" })),
        .. Fields(body).Where(field => field.Value is JsonArray).SelectMany(field =>
            ((string[])["\"a\\u202Eb\"", "\"a\\u0000b\"", $"\"{new string('a', 1_000_000)}\"", string.Join(',', Enumerable.Repeat("\"a\"", 100_000))])
            .Select(item => new Bad(PutRaw(body, field.Path, $"[{item}]")) { Path = $"$.{field.Path}" })),
    ]);

    private static bool TakesBody(Route route) => route is { Method: "POST" or "PUT", IsOAuth: false, TakesAFile: false };

    private static bool IsWithoutFields(Route route) => route.Template.Split('/')[^1] is "suspension" or "replay" or "announcements" or "acknowledgement" or "approval" or "withdrawal" or "invitation" or "signature" or "activation" or "{feature}" or "authenticator-removal" or "access-request" or "departure" or "report" or "closure" or "reopening" or "cancellation" || route.Template is "/duplicates/{duplicateId}/confirmation" or "/merges/{mergeId}/confirmation" or "/merges/{mergeId}/rejection" or "/programmes/{formId}/rejection" || route.Template == "/exports/{exportId}/refusal" || route.Template.EndsWith("/evacuation/end", StringComparison.Ordinal);

    private static async Task RefusesAsync(string name, Func<JsonObject, IReadOnlyList<Bad>> badOf)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        var bad = badOf(ready.Body!);
        Assert.NotEmpty(bad);
        var wrong = new List<string>();
        foreach (var some in bad.Chunk(8))
        {
            var answers = await Task.WhenAll(some.Select(one => stage.SendAsync(route, ready, one.Body, one.HeadersOf(ready, route), one.ContentType)));
            wrong.AddRange(some.Zip(answers).Where(pair => !pair.First.IsRefusedBy(pair.Second)).Select(pair => $"{pair.First} was answered {pair.Second.Status} {pair.Second.ContentType} {pair.Second.Body}"));
        }

        Nothing.In(wrong);
        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());
    }

    /// <summary>A body, and how it is refused.</summary>
    private sealed record Bad(object Body)
    {
        public string ContentType { get; init; } = "application/json";

        public int Status { get; init; } = 400;

        /// <summary>Which field is named, itself or a part of it.</summary>
        public string Path { get; init; } = "$";

        // what is too long is refused before it is sent whole
        public Dictionary<string, string> HeadersOf(Ready ready, Route route) =>
            Body is byte[] { Length: > 1_000_000 } or string { Length: > 1_000_000 } ? new(ready.Headers(route)) { ["Expect"] = "100-continue" } : ready.Headers(route);

        public bool IsRefusedBy(Answer answer) => answer.Status == Status && answer.ContentType == "application/problem+json"
            && (Status != 400 || (answer.Problem == "invalid" && answer["errors"]!.AsObject().Any(error => error.Key == Path || error.Key.StartsWith(Path + "[", StringComparison.Ordinal) || Path == "$")));

        public override string ToString()
        {
            var text = Body as string ?? Encoding.Latin1.GetString((byte[])Body);
            return $"{(text.Length > 400 ? text[..400] + "…" : text)} ({ContentType}, {Path})";
        }
    }

    private static IEnumerable<JsonNode?> Others(JsonNode? value) => value switch
    {
        JsonArray list => ["x", 1, new JsonObject(), new JsonArray(new JsonObject()), new JsonArray(1), new JsonArray((JsonNode?)null), new JsonArray(list[0]!.DeepClone(), 1)],
        JsonValue flag when flag.TryGetValue<bool>(out _) => ["true", 1, new JsonObject(), new JsonArray()],
        JsonValue number when number.TryGetValue<int>(out _) => ["12", 1.5, 1e99, -1, true, new JsonObject(), new JsonArray()],
        JsonValue id when id.TryGetValue<Guid>(out _) || Guid.TryParse(id.GetValue<string>(), out _) => ["not-an-id", "", 1, true, new JsonObject(), new JsonArray()],
        JsonValue date when DateOnly.TryParse(date.GetValue<string>(), out _) => ["2026-13-45", "yesterday", "0001-01-01", "9999-12-31", "", 1, true, new JsonObject()],
        _ => [1, true, new JsonObject(), new JsonArray(), new JsonArray("x")],
    };

    private static IEnumerable<JsonNode?> Nothings(JsonNode? value) => value switch
    {
        JsonArray => [new JsonArray()],
        JsonValue id when Guid.TryParse(id.ToString(), out _) => [Guid.Empty.ToString()],
        _ => [],
    };

    private static IEnumerable<(string Path, JsonNode? Value)> Fields(JsonObject body, string prefix = "") =>
        body.SelectMany(field => field.Value is JsonObject inner ? Fields(inner, $"{prefix}{field.Key}.") : [(prefix + field.Key, field.Value)]);

    private static IEnumerable<(string Path, JsonObject Value)> Inner(JsonObject body) => body.Where(field => field.Value is JsonObject).Select(field => (field.Key, field.Value!.AsObject()));

    private static string Without(JsonObject body, string path) => Change(body, Parent(path), holder => holder.Remove(path.Split('.')[^1]));

    private static string Put(JsonObject body, string path, JsonNode? value) => Change(body, Parent(path), holder => holder[path.Split('.')[^1]] = value?.DeepClone());

    private static string PutRaw(JsonObject body, string path, string json) => Put(body, path, "[put here]").Replace("\"[put here]\"", json, StringComparison.Ordinal);

    private static string Twice(JsonObject body, string field) => $"{{{new JsonObject { [field] = body[field]?.DeepClone() }.ToJsonString()[1..^1]},{body.ToJsonString()[1..]}";

    private static string Parent(string path) => path.Contains('.', StringComparison.Ordinal) ? path[..path.LastIndexOf('.')] : "";

    private static string Change(JsonObject body, string path, Action<JsonObject> change)
    {
        var copy = body.DeepClone().AsObject();
        change(path.Length == 0 ? copy : copy[path]!.AsObject());
        return copy.ToJsonString();
    }
}
