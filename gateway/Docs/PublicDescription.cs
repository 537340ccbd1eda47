using System.Text.Json;
using System.Text.Json.Nodes;
using Yarp.ReverseProxy.Transforms;

namespace Platform.Gateway.Docs;

/// <summary>
/// A service's OpenAPI document as the outside may use it: under the public paths, with the way to a token, without what is
/// not routed (<c>/internal</c>, <c>/operations</c>, <c>/health</c>) and without the shapes that only those use.
/// </summary>
public static class PublicDescription
{
    private static readonly string[] Inside = ["/internal", "/operations", "/health"];

    /// <summary>Paths that a service serves as the outside writes them.</summary>
    private static readonly string[] Public = ["/api", "/connect", "/.well-known"];

    public static IReverseProxyBuilder AddPublicDescriptions(this IReverseProxyBuilder proxy) => proxy.AddTransforms(route =>
    {
        if (route.Route.Metadata?.ContainsKey(ApiReferencePage.Mark) is not true)
        {
            return;
        }

        route.AddRequestHeaderRemove("Accept-Encoding");   // it is read here
        route.AddResponseTransform(async answer =>
        {
            if (answer.ProxyResponse is not { IsSuccessStatusCode: true } found)
            {
                return;
            }

            answer.SuppressResponseBody = true;
            var ct = answer.HttpContext.RequestAborted;
            var description = await JsonNode.ParseAsync(await found.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
            var response = answer.HttpContext.Response;
            response.ContentLength = null;
            await response.WriteAsJsonAsync(Of(description!.AsObject()), JsonSerializerOptions.Web, ct);   // deeper than what anybody may send
        });
    });

    /// <summary>Changes a service's description into the public one.</summary>
    public static JsonObject Of(JsonObject description)
    {
        description["servers"] = new JsonArray(new JsonObject { ["url"] = "/" });
        var paths = description["paths"]?.AsObject() ?? [];
        description["paths"] = new JsonObject(paths
            .Where(path => !Array.Exists(Inside, inside => IsUnder(path.Key, inside)))
            .Select(path => KeyValuePair.Create(Array.Exists(Public, open => IsUnder(path.Key, open)) ? path.Key : "/api" + path.Key, path.Value?.DeepClone())));
        LeaveUnusedSchemasOut(description);

        if (description["components"] is not JsonObject components)
        {
            description["components"] = components = [];
        }

        components["securitySchemes"] = new JsonObject
        {
            ["platform"] = new JsonObject
            {
                ["type"] = "oauth2",
                ["flows"] = new JsonObject { ["clientCredentials"] = new JsonObject { ["tokenUrl"] = "/connect/token", ["scopes"] = new JsonObject() } },
            },
        };
        description["security"] = new JsonArray(new JsonObject { ["platform"] = new JsonArray() });
        return description;
    }

    private static bool IsUnder(string path, string prefix) => path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal);

    private static void LeaveUnusedSchemasOut(JsonObject description)
    {
        if (description["components"]?["schemas"] is not JsonObject schemas)
        {
            return;
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        Follow(description["paths"]);
        foreach (var unused in schemas.Select(schema => schema.Key).Where(name => !used.Contains(name)).ToArray())
        {
            schemas.Remove(unused);
        }

        void Follow(JsonNode? node)
        {
            const string reference = "#/components/schemas/";
            switch (node)
            {
                case JsonArray list:
                    foreach (var item in list)
                    {
                        Follow(item);
                    }

                    break;
                case JsonObject parts:
                    foreach (var (name, part) in parts)
                    {
                        if (name == "$ref" && part?.GetValue<string>() is { } to && to.StartsWith(reference, StringComparison.Ordinal))
                        {
                            var schema = to[reference.Length..].Split('/')[0];
                            if (used.Add(schema))
                            {
                                Follow(schemas[schema]);
                            }
                        }

                        Follow(part);
                    }

                    break;
            }
        }
    }
}
