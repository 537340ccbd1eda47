using Microsoft.AspNetCore.Http;

namespace Platform.Gateway.Tests.Door;

public sealed class AnswerHeadersTests(Surroundings around) : IClassFixture<Surroundings>
{
    [Theory]
    [InlineData("/api/people", true)]
    [InlineData("/api/people", false)]
    public async Task Answers_of_the_api_are_data_that_no_browser_keeps_runs_or_frames(string path, bool signedIn)
    {
        var answer = await around.Gateway.GetAsync(path, signedIn ? around.Issuer.Token() : null);

        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Header("Content-Security-Policy"));
    }

    /// <summary>A page for people under /api: what it adds to the door's own policy stands, and what is less strict does not.</summary>
    [Theory]
    [InlineData("default-src 'none'; frame-ancestors 'none'; style-src 'sha256-x'; base-uri 'none'", "default-src 'none'; frame-ancestors 'none'; style-src 'sha256-x'; base-uri 'none'")]
    [InlineData("default-src 'none'; style-src 'sha256-x'", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("default-src *; default-src 'none'; frame-ancestors 'none'; style-src 'sha256-x'", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("default-src 'none'; frame-ancestors 'none' https://elsewhere.example", "default-src 'none'; frame-ancestors 'none'")]
    public async Task A_page_of_the_api_adds_to_the_policy_of_the_door_and_takes_nothing_away(string own, string told)
    {
        await using var behind = await Surroundings.StartAsync();
        behind.Registrations.Answer = context =>
        {
            context.Response.Headers.ContentSecurityPolicy = own;
            return context.Response.WriteAsync("<!DOCTYPE html>");
        };

        var answer = await behind.Gateway.GetAsync("/api/people/01a20acb-9d42-4255-8d0e-b1ddd6ac8961/disclosures/page", behind.Issuer.Token());

        Assert.Equal((200, told), (answer.Status, answer.Header("Content-Security-Policy")));
    }

    [Fact]
    public async Task What_serves_behind_the_door_is_not_told_and_its_own_page_policy_stands()
    {
        await using var own = await Surroundings.StartAsync();
        own.Issuer.Backend.Answer = context =>
        {
            context.Response.Headers.Server = "Kestrel/9";
            context.Response.Headers["X-Powered-By"] = "ASP.NET";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'nonce-1'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        };

        var answer = await own.Gateway.GetAsync("/sign-in");

        Assert.Null(answer.Header("Server"));
        Assert.Null(answer.Header("X-Powered-By"));
        Assert.Equal("default-src 'none'; style-src 'nonce-1'", answer.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Https_is_asked_for_over_https_only()
    {
        await using var behindProxy = await Surroundings.StartAsync(("Gateway:TrustedProxies:0", "127.0.0.0/8"));

        var plain = await behindProxy.Gateway.GetAsync("/health/live", null, ("Host", "platform.example.org"));
        var secure = await behindProxy.Gateway.GetAsync("/health/live", null, ("Host", "platform.example.org"), ("X-Forwarded-Proto", "https"));

        Assert.Null(plain.Header("Strict-Transport-Security"));
        Assert.StartsWith("max-age=", secure.Header("Strict-Transport-Security"), StringComparison.Ordinal);
    }
}
