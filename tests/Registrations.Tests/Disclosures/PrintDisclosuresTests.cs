using Npgsql;

namespace Platform.Registrations.Tests.Disclosures;

public sealed class PrintDisclosuresTests : OnThePlatform
{
    [Theory]
    [InlineData("en", "ltr", "Who has your information", "Can read it since")]
    [InlineData("fr", "ltr", "Qui a vos informations", "Peut les lire depuis le")]
    [InlineData("ar", "rtl", "من لديه معلوماتك", "يمكنه قراءتها منذ")]
    public async Task The_person_is_told_in_their_language_who_can_read_it(string language, string direction, string title, string since)
    {
        var (referral, person, _) = await Amal.ReferAsync("bayt-shelter");
        (await Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200);
        Answer page = null!;

        await Eventually.TrueAsync(async () => (page = await PageAsync(person, language)).Expect(200).Body.Contains(since, StringComparison.Ordinal), otherwise: () => page.Body);

        Assert.Equal("text/html", page.ContentType);
        Assert.Contains($"<html lang=\"{language}\" dir=\"{direction}\">", page.Body, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Invented", page.Body, StringComparison.Ordinal);   // their name is theirs to know
        Assert.DoesNotContain(person.ToString(), page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_sent_it_says_that_nobody_has_it() =>
        Assert.Contains("Nobody outside has been given your information.", (await PageAsync(await Amal.RegisterAsync(), "en")).Expect(200).Body, StringComparison.Ordinal);

    [Fact]
    public async Task It_runs_nothing_whatever_an_agency_is_called_and_nobody_keeps_it_on_the_way()
    {
        var (_, person, _) = await Amal.ReferAsync("rihla-legal", referral => referral["serviceCode"] = "legal");
        await using var identity = await Platform.OpenDatabaseAsync("identity");
        await NameAsync("<script>alert(1)</script>");
        try
        {
            Answer page = null!;
            await Eventually.TrueAsync(async () => (page = await PageAsync(person, "en")).Body.Contains("&lt;script&gt;", StringComparison.Ordinal), otherwise: () => page.Body);
            Assert.DoesNotContain("<script", page.Body, StringComparison.Ordinal);
        }
        finally
        {
            await NameAsync("Rihla Legal Aid (demo)");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Platform.AddressOf("gateway"), $"/api/people/{person}/disclosures/page"));
        request.Headers.Authorization = new("Bearer", await Platform.TokenAsync("amal-health"));
        using var answer = await Platform.Http.SendAsync(request);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Contains("default-src 'none'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

        async Task NameAsync(string name)
        {
            await using var command = new NpgsqlCommand("update agencies set name = $1 where code = 'rihla-legal'", identity) { Parameters = { new() { Value = name } } };
            await command.ExecuteNonQueryAsync();
        }
    }

    private Task<Answer> PageAsync(Guid person, string language) => Amal.GetAsync($"/api/people/{person}/disclosures/page", new() { ["Accept-Language"] = language });
}
