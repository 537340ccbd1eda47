namespace Platform.Registrations.Tests.SubjectRequests;

public sealed class PrintCopyTests : Asking
{
    [Theory]
    [InlineData("en", "ltr", "What is held about you", "Phone", "Family tracing")]
    [InlineData("fr", "ltr", "Ce qui est conservé sur vous", "Téléphone", "Recherche de la famille")]
    [InlineData("ar", "rtl", "ما يُحتفظ به عنك", "الهاتف", "البحث عن الأسرة")]
    public async Task The_person_is_given_what_is_held_in_their_language(string language, string direction, string title, string phone, string purpose)
    {
        var (name, bayt) = (Invented(), await Sabha.AgencyIdAsync("bayt-shelter"));
        var person = await Sabha.RegisterAsync(file => (file["givenName"], file["note"]) = (name, "<b>Fears</b> her brother (invented)."));
        await Sabha.ConsentAsync(person, bayt, consent => consent["purpose"] = "tracing");
        await AskedAsync("correction", person);

        var page = (await Sabha.GetAsync($"/api/people/{person}/copy/page", new() { ["Accept-Language"] = language })).Expect(200);

        Assert.Equal("text/html", page.ContentType);
        foreach (var told in (string[])[$"<html lang=\"{language}\" dir=\"{direction}\">", $"<h1>{title}</h1>", $"<bdi>{name} Invented</bdi>", $"{phone}: <bdi>", $"{purpose}.", PersonalWords, "&lt;b&gt;Fears&lt;/b&gt;", "<bdi>Bayt Shelter (demo)</bdi>"])
        {
            Assert.Contains(told, page.Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("iom-libya-system", page.Body, StringComparison.Ordinal);
        Assert.Contains("GET /people/{personId:guid}/copy/page identity allowed", await AuditOfAsync(person));
    }

    [Fact]
    public async Task A_browser_takes_its_own_style_and_nothing_else_and_keeps_no_copy()
    {
        var person = await Sabha.RegisterAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Platform.AddressOf("gateway"), $"/api/people/{person}/copy/page"));
        request.Headers.Authorization = new("Bearer", await Platform.TokenAsync("iom-libya"));

        using var page = await Platform.Http.SendAsync(request);

        Assert.StartsWith("default-src 'none'; frame-ancestors 'none'; style-src 'sha256-", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl!.NoStore);
    }
}
