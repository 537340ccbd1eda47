using System.Text.Json.Nodes;

namespace Platform.Tests.Running;

/// <summary>Exactly which fields an answer has: one too many may be a leak.</summary>
public static class Fields
{
    /// <summary>The names, sorted, with spaces between.</summary>
    public static string FieldNames(this JsonNode? json) => string.Join(' ', json!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));

    /// <summary>The JSON paths that a 400 names, sorted, with spaces between.</summary>
    public static string WrongFields(this Answer answer) => answer.Expect(400)["errors"].FieldNames();

    /// <summary>A list's items.</summary>
    public static IReadOnlyList<JsonObject> Items(this Answer answer) => [.. answer.Expect(200)["items"]!.AsArray().Select(item => item!.AsObject())];

    /// <summary>A field that holds an id.</summary>
    public static Guid Id(this JsonNode? json, string field) => json![field]!.GetValue<Guid>();

    /// <summary>A field that holds text.</summary>
    public static string? Text(this JsonNode? json, string field) => json![field]?.GetValue<string>();
}
