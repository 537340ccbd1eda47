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
