namespace Platform.Registrations.Tests.Exports;

public sealed class PrintExportTests : WithExports
{
    [Theory]
    [InlineData("en", "ltr", "Not to be passed on. Export")]
    [InlineData("ar", "rtl", "لا يُمرَّر إلى غيركم.")]
    [InlineData("fr", "ltr", "Ne pas transmettre. Export")]
    public async Task The_watermark_stands_on_the_page_and_with_each_person(string language, string direction, string mark)
    {
        var name = Invented();
        var export = await ApprovedAsync(await PersonAsync(file => file["givenName"] = $"<b>{name}</b>"), await PersonAsync());

        var page = (await Asker.GetAsync($"/api/exports/{export}/page", new() { ["Accept-Language"] = language })).Expect(200);

        Assert.Equal("text/html", page.ContentType);
        Assert.Contains($"<html lang=\"{language}\" dir=\"{direction}\">", page.Body, StringComparison.Ordinal);
        Assert.Equal(4, page.Body.Split(mark).Length - 1);       // above, below, and twice between
        Assert.Contains($"<bdi>&lt;b&gt;{name}&lt;/b&gt; ", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_own_style_is_all_that_a_browser_takes_of_it()
    {
        var export = await ApprovedAsync(await PersonAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Platform.AddressOf("gateway"), $"/api/exports/{export}/page"));
        request.Headers.Authorization = new("Bearer", await Platform.TokenAsync(Agency));

        using var answer = await Platform.Http.SendAsync(request);

        Assert.StartsWith("default-src 'none'; frame-ancestors 'none'; style-src 'sha256-", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        (await Supervisor.GetAsync($"/api/exports/{export}/page")).Expect(403);
    }
}
