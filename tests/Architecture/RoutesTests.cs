using System.Text.RegularExpressions;

namespace Platform.Architecture.Tests;

/// <summary>Every way in declares who may use it and what it gives.</summary>
public sealed partial class RoutesTests
{
    [Fact]
    public void Every_route_of_a_service_declares_its_policy_and_its_data_class()
    {
        var routes = Repository.Code("services/Access", "services/Registrations", "services/Referrals", "services/Messaging", "identity/Agencies", "identity/Clients", "identity/Features", "identity/Teams", "identity/Users")
            .SelectMany(file => Mapping().Matches(Repository.Read(file)).Select(route => (File: file, Route: route.Value)))
            .ToList();
        Assert.InRange(routes.Count, 25, 1000);
        Assert.Equal([], routes.Where(route => !IsGuarded(route.File, route.Route)).Select(route => $"{route.File}: {route.Route}"));
    }

    [Fact]
    public void Every_post_under_api_takes_an_idempotency_key()
    {
        var posts = Repository.Code("services/Access", "services/Registrations", "services/Referrals", "services/Messaging", "identity/Agencies", "identity/Clients", "identity/Features", "identity/Teams", "identity/Users")
            .SelectMany(file => Mapping().Matches(Repository.Read(file)).Select(route => route.Value))
            .Where(route => route.Contains("MapPost(", StringComparison.Ordinal) && !route.Contains("\"/internal/", StringComparison.Ordinal))
            .ToList();
        Assert.InRange(posts.Count, 10, 1000);
        Assert.Equal([], posts.Where(route => !route.Contains(".Idempotent(", StringComparison.Ordinal) && !route.Contains("NeedsIdempotencyKey", StringComparison.Ordinal)));
    }

    /// <summary>What is not described is not tried by the tests of the surface; the gateway leaves out what is inside.</summary>
    [Fact]
    public void Every_route_of_a_service_is_described() =>
        Assert.Equal([], Repository.Code("services", "identity").Where(file => Repository.Read(file).Contains("ExcludeFromDescription", StringComparison.Ordinal)));

    [Fact]
    public void Every_consumer_has_its_definition_in_its_file_and_a_name_that_is_its_sentence()
    {
        var consumers = Repository.Code("services").Where(file => Repository.Read(file).Contains(": IConsumer<", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(consumers);
        Assert.All(consumers, file =>
        {
            var name = Path.GetFileNameWithoutExtension(file);
            Assert.Contains("When", name, StringComparison.Ordinal);
            Assert.Contains($"ConsumerDefinition<{name}>", Repository.Read(file), StringComparison.Ordinal);
            Assert.Contains("database.BeginAsync(context)", Repository.Read(file), StringComparison.Ordinal);   // through the inbox
        });
    }

    private static bool IsGuarded(string file, string route) =>
        (route.Contains("RequireAuthorization(", StringComparison.Ordinal) || Repository.Read(file).Contains("MapGroup(\"/operations/parked\").RequireAuthorization(", StringComparison.Ordinal))
        && route.Contains(".Audited(", StringComparison.Ordinal);

    [GeneratedRegex(@"\.Map(Get|Post|Put|Patch|Delete)\([^;]*;", RegexOptions.Singleline)]
    private static partial Regex Mapping();
}
