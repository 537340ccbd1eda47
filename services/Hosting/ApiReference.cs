using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Platform.Hosting;

/// <summary>The OpenAPI 3.1 document of the process at <c>/openapi/v1.json</c>, made from its routes.</summary>
internal static class ApiReference
{
    public static void AddApiReference(this IServiceCollection services) =>
        services.AddOpenApi(options => options.AddOperationTransformer(DescribeBodyAsync));

    public static void MapApiReference(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

    private static OpenApiResponse Problem { get; } = new()
    {
        Description = "A problem (RFC 9457). 404 is the same bytes whether it is not there or not yours.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable kind: urn:platform:problem:…" },
                        ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "To be read, in the language of Accept-Language." },
                        ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                        ["errors"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "On 400: what is wrong, by the field's JSON path." },
                        ["state"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "On 409: the state that does not allow it." },
                    },
                },
            },
        },
    };

    private static async Task DescribeBodyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<BodyOf>().FirstOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(body.Type, cancellationToken: ct) },
                },
            };
        }

        if (metadata.OfType<TakesAFile>().Any())
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
                },
            };
        }

        foreach (var described in metadata.OfType<DescribedParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = described.Name,
                In = described.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Description = described.Description,
                Schema = new OpenApiSchema { Type = described.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String },
            });
        }

        operation.Responses ??= [];
        operation.Responses.TryAdd("default", Problem);
        if (metadata.OfType<NeedsIdempotencyKey>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = NeedsIdempotencyKey.Header,
                In = ParameterLocation.Header,
                Required = true,
                Description = "Chosen by the caller, once per intended effect; a repeat answers as the first did.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 8, MaxLength = 200 },
            });
        }
    }
}

/// <summary>A part of a request that a route reads by itself, told to readers of the reference.</summary>
/// <param name="Name">Of the header or of the query parameter.</param>
/// <param name="Description">One sentence.</param>
/// <param name="IsHeader">A header rather than a query parameter.</param>
/// <param name="IsNumber">A whole number rather than text.</param>
public sealed record DescribedParameter(string Name, string Description, bool IsHeader = false, bool IsNumber = false);
