using System.Net.Http.Headers;
using System.Text;

namespace Platform.Identity.Tests;

/// <summary>Whatever is sent, it is never a 500.</summary>
[Collection(Identity.Name)]
public sealed class BadRequestTests(IdentityFixture identity)
{
    [Theory]
    [InlineData("")]
    [InlineData("grant_type=client_credentials")]
    [InlineData("grant_type=password&client_id=portal&username=a&password=b")]
    [InlineData("grant_type=client_credentials&client_id=a%00b&client_secret=c")]
    [InlineData("grant_type=client_credentials&client_id=amal-health-system&client_secret=dev%00")]
    [InlineData("grant_type=client_credentials&client_id=amal-health-system&client_secret=dev-amal-health&scope=%00")]
    [InlineData("grant_type=client_credentials&client_id=amal-health-system&client_id=other&client_secret=x")]
    [InlineData("grant_type=client_credentials&client_id=%ED%A0%80%E2%80%AE&client_secret=x")]
    [InlineData("grant_type=refresh_token&client_id=portal&refresh_token=a.b.c")]
    [InlineData("grant_type=refresh_token&client_id=portal&refresh_token=%00")]
    [InlineData("grant_type=authorization_code&client_id=portal&code=nonsense&redirect_uri=%00&code_verifier=%00")]
    [InlineData("%%%=%%%&&&==")]
    public async Task A_malformed_token_request_is_the_sender_s_mistake(string body) => Assert.InRange(await PostAsync("connect/token", body), 400, 401);

    [Theory]
    [InlineData("application/json", "{\"grant_type\":\"client_credentials\"}")]
    [InlineData("multipart/form-data", "x")]
    [InlineData("text/plain", "grant_type=client_credentials")]
    public async Task A_wrong_content_type_is_the_sender_s_mistake(string type, string body) => Assert.InRange(await PostAsync("connect/token", body, type), 400, 415);

    [Fact]
    public async Task Too_much_is_the_sender_s_mistake()
    {
        Assert.InRange(await PostAsync("connect/token", $"grant_type=client_credentials&client_secret=x&client_id={new string('a', 1_000_000)}"), 400, 413);
        Assert.InRange(await PostAsync("connect/token", string.Join('&', Enumerable.Range(0, 3000).Select(i => $"f{i}=1"))), 400, 413);
        Assert.InRange(await PostAsync("connect/token", $"grant_type={new string('a', 6_000_000)}"), 400, 413);
    }

    [Theory]
    [InlineData("/connect/authorize")]
    [InlineData("/connect/authorize?client_id=%00&response_type=code&redirect_uri=%00")]
    [InlineData("/connect/authorize?client_id=portal&response_type=code&request=x")]
    [InlineData("/connect/logout?post_logout_redirect_uri=http%3A%2F%2Fevil.test%2F%00")]
    public async Task A_malformed_browser_request_is_the_sender_s_mistake_and_goes_nowhere(string path)
    {
        var answer = await new Browser(identity.Server).GetAsync(path);

        Assert.Equal(400, answer.Status);
        Assert.Null(answer.Headers.Location);
    }

    [Theory]
    [InlineData("a\0b", "x")]
    [InlineData("\u202Ecaseworker@iom-libya.demo", "\u202E")]
    [InlineData("caseworker@iom-libya.demo\uFFFE", "x")]
    [InlineData("caseworker@iom-libya.demo", "a\0b")]
    public async Task Strange_characters_in_the_sign_in_form_sign_nobody_in(string name, string password) =>
        Assert.InRange((await new Browser(identity.Server).PostFormAsync("/sign-in", ("name", name), ("password", password))).Status, 400, 401);

    [Theory]
    [InlineData("/api/agencies/not-an-id/suspension")]
    [InlineData("/api/nothing")]
    public async Task A_path_that_is_none_is_404(string path) => Assert.Equal(404, (await identity.Server.SendAsync(HttpMethod.Post, path)).Status);

    private async Task<int> PostAsync(string path, string body, string type = "application/x-www-form-urlencoded")
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.ExpectContinue = body.Length > 1_000_000;   // the answer comes before the body has gone out
        using var answer = await identity.Server.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
