using System.Text.RegularExpressions;

namespace Platform.Gateway.Tests.Docs;

public sealed partial class ApiReferencePageTests(Surroundings around) : IClassFixture<Surroundings>
{
    [Fact]
    public async Task The_front_door_leads_to_the_reference_until_there_is_a_portal()
    {
        Assert.Equal("/docs", (await around.Gateway.GetAsync("/")).Header("Location"));
        Assert.Equal("docs/", (await around.Gateway.GetAsync("/docs")).Header("Location"));
    }

    [Fact]
    public async Task The_page_names_every_service_and_nothing_of_another_server()
    {
        var page = await around.Gateway.GetAsync("/docs/");

        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("//", page.Body, StringComparison.Ordinal);
        foreach (var service in new[] { "identity", "registrations", "assessments", "referrals" })
            Assert.Contains($"docs/openapi/{service}.json", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_scripts_come_from_here_and_its_policy_lets_it_reach_nothing_else()
    {
        var page = await around.Gateway.GetAsync("/docs/");

        var scripts = Scripts().Matches(page.Body).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            var answer = await around.Gateway.GetAsync("/docs/" + script, null, ("Accept-Encoding", "identity"));
            Assert.Equal((200, "text/javascript"), (answer.Status, answer.ContentType));
        }

        var policy = page.Header("Content-Security-Policy");
        Assert.Matches("default-src 'none'; script-src 'self' 'nonce-[^']+'; .*connect-src 'self'", policy);
        Assert.Contains(Regex.Match(policy!, "'nonce-([^']+)'").Groups[1].Value, page.Body, StringComparison.Ordinal);
    }

    [GeneratedRegex("""<script[^>]* src="([^"]+)""")]
    private static partial Regex Scripts();
}
