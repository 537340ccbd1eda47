using Microsoft.AspNetCore.Http;

namespace Platform.Gateway.Tests.Docs;

public sealed class PublicDescriptionTests : IAsyncLifetime
{
    private Surroundings around = null!;

    public async Task InitializeAsync()
    {
        around = await Surroundings.StartAsync();
        around.Registrations.Answer = context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(Described);
        };
    }

    public Task DisposeAsync() => around.DisposeAsync();

    [Fact]
    public async Task A_services_calls_are_described_by_their_public_paths_and_those_inside_are_left_out()
    {
        var answer = await around.Gateway.GetAsync("/docs/openapi/registrations.json");

        Assert.Equal((200, "application/json"), (answer.Status, answer.ContentType));
        Assert.Equal("/openapi/v1.json", around.Registrations.Last.Target);
        Assert.StartsWith("3.1", answer.Json.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(["/api/people", "/api/people/{personId}", "/api/agencies"], answer.Json.GetProperty("paths").EnumerateObject().Select(path => path.Name));
        Assert.Equal("/", Assert.Single(answer.Json.GetProperty("servers").EnumerateArray()).GetProperty("url").GetString());
        Assert.DoesNotContain("127.0.0.1", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shapes_that_only_the_inside_uses_are_left_out_and_those_used_by_others_stay()
    {
        var schemas = (await around.Gateway.GetAsync("/docs/openapi/registrations.json")).Json.GetProperty("components").GetProperty("schemas");

        Assert.Equal(["Person", "Name"], schemas.EnumerateObject().Select(schema => schema.Name));
    }

    [Fact]
    public async Task The_way_to_a_token_is_described()
    {
        var description = (await around.Gateway.GetAsync("/docs/openapi/registrations.json")).Json;

        Assert.Equal("/connect/token", description.GetProperty("components").GetProperty("securitySchemes").GetProperty("platform")
            .GetProperty("flows").GetProperty("clientCredentials").GetProperty("tokenUrl").GetString());
        Assert.True(Assert.Single(description.GetProperty("security").EnumerateArray()).TryGetProperty("platform", out _));
    }

    [Fact]
    public async Task Of_a_service_that_is_down_the_description_is_an_outage()
    {
        await using var gateway = new GatewayServer(around.Issuer.Backend.Address, Surroundings.NobodysAddress(), around.Assessments.Address, around.Referrals.Address);

        (await gateway.GetAsync("/docs/openapi/registrations.json")).IsProblem(503, "unavailable");
    }

    private const string Described = """
        {
          "openapi": "3.1.1", "info": { "title": "registrations", "version": "1" }, "servers": [ { "url": "http://127.0.0.1:8101/" } ],
          "paths": {
            "/people": { "post": { "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Person" } } } } } },
            "/people/{personId}": { "get": { "responses": {} } },
            "/api/agencies": { "get": { "responses": {} } },
            "/internal/packages": { "post": { "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Packages" } } } } } },
            "/operations/parked": { "get": { "responses": {} } }
          },
          "components": { "schemas": {
            "Person": { "type": "object", "properties": { "name": { "$ref": "#/components/schemas/Name" }, "family": { "$ref": "#/components/schemas/Person" } } },
            "Name": { "type": "string" },
            "Packages": { "type": "object", "properties": { "name": { "$ref": "#/components/schemas/Secret" } } },
            "Secret": { "type": "string" }
          } }
        }
        """;
}
