using System.Text.RegularExpressions;

namespace Platform.Architecture.Tests;

/// <summary>Every way in declares who may use it and what it gives.</summary>
public sealed partial class RoutesTests
{
    [Fact]
    public void Every_route_of_a_service_declares_its_policy_and_its_data_class()
    {
        var routes = Declared().ToList();
        Assert.InRange(routes.Count, 60, 1000);
        Assert.Equal([], routes.Where(route => !IsGuarded(route.File, route.Route)).Select(route => $"{route.File}: {route.Route}"));
    }

    [Fact]
    public void Every_post_under_api_takes_an_idempotency_key()
    {
        var posts = Declared().Select(route => route.Route)
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

    /// <summary>It acts for nobody, by the login of jobs and its policies, and reads nothing of a class that is entered: what is sealed it can destroy, and not open.</summary>
    [Fact]
    public void A_consumer_acts_by_the_login_of_jobs_and_opens_nothing_that_is_sealed() =>
        Assert.All(Repository.Code("services").Where(file => Repository.Read(file).Contains(": IConsumer<", StringComparison.Ordinal)), file =>
        {
            Assert.Matches(@"\(JobDatabase database(, KeyStore keys|, ILogger<\w+> logger)?\)\s+: IConsumer<", Repository.Read(file));
            Assert.Empty(Regex.Matches(Repository.Read(file), @"\bkeys\.(?!DestroyAsync\()|\.Open(Note)?[<(]"));
        });

    [Fact]
    public void Every_consumer_is_tried_by_a_test_that_names_it()
    {
        var tests = string.Concat(Repository.Code("tests").Select(Repository.Read));
        Assert.Equal([], Repository.Code("services").Where(file => Repository.Read(file).Contains(": IConsumer<", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Where(name => !tests.Contains(name, StringComparison.Ordinal)));
    }

    /// <summary>Nobody is let in by a route's own word: only OAuth's doors and identity's pages are for who has no token yet.</summary>
    [Fact]
    public void Nobody_is_let_in_without_a_token_but_to_get_one() =>
        Assert.Equal(
            ["gateway/Docs/ApiReferencePage.cs", "gateway/Door/Admission.cs", "identity/Program.cs", "identity/Tokens/Authorize.cs", "identity/Tokens/IssueToken.cs", "identity/Tokens/SignOut.cs", "services/Hosting/ApiReference.cs", "services/Hosting/PlatformHost.cs"],
            Repository.Code("services", "identity", "gateway").Where(file => Repository.Read(file).Contains("AllowAnonymous", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    // all that there are, so that a new folder is no gap
    private static IEnumerable<(string File, string Route)> Declared() => Repository.Code("services", "identity").Where(file => !file.StartsWith("identity/Tokens/", StringComparison.Ordinal))
        .SelectMany(file => Mapping().Matches(Repository.Read(file)).Select(route => (file, route.Value)));

    // what the platform's own processes ask each other names nobody
    private static bool IsGuarded(string file, string route) => route.Contains("RequireAuthorization(TokenChecks.ServicePolicy)", StringComparison.Ordinal)
        || ((route.Contains("RequireAuthorization(", StringComparison.Ordinal) || Repository.Read(file).Contains("MapGroup(\"/operations/parked\").RequireAuthorization(", StringComparison.Ordinal))
            && route.Contains(".Audited(", StringComparison.Ordinal));

    [GeneratedRegex(@"\.Map(Get|Post|Put|Patch|Delete)\([^;]*;", RegexOptions.Singleline)]
    private static partial Regex Mapping();
}
