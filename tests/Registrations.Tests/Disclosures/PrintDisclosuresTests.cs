using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Platform.Registrations.Tests.Disclosures;

public sealed partial class PrintDisclosuresTests : InTheLedger
{
    [Theory]
    [InlineData("en", "ltr", "Who has your information", "This agency has been able to read it since 4 February 2026.")]   // 22:30 UTC on the third
    [InlineData("fr", "ltr", "Qui a vos informations", "Cette agence peut les lire depuis le 4 février 2026.")]
    [InlineData("ar", "rtl", "من لديه معلوماتك", "يمكن لهذه الوكالة قراءتها منذ 4 فبراير 2026.")]
    public async Task The_person_is_told_in_their_language_who_can_read_it_by_the_days_of_Libya(string language, string direction, string title, string since)
    {
        var (referral, person) = await PreparedAsync();
        await AnnounceAsync(referral, "Accepted 3");
        await LineAsync(person, "readable");

        var page = await PageAsync(person, language);

        Assert.Equal("text/html", page.ContentType);
        Assert.Contains($"<html lang=\"{language}\" dir=\"{direction}\">", page.Body, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", page.Body, StringComparison.Ordinal);
        Assert.Contains("<h2><bdi>Bayt Shelter (demo)</bdi></h2>", page.Body, StringComparison.Ordinal);
        Assert.Contains($"<p>{since}</p>", page.Body, StringComparison.Ordinal);
        Assert.Contains("<bdi>Amal Health (demo)</bdi>", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Whether it was handed over and read is not known here.", "unknown")]
    [InlineData("Sent 1", "As far as is known here, it has not read your information.", "sent")]
    [InlineData("Sent 1, Revoked 2", "and never read your information.", "never-read")]
    [InlineData("Rejected 2", "and never read your information.", "never-read")]
    [InlineData("Accepted 3, Closed 4", "This agency could read it from 4 February 2026 to 5 February 2026. Not any more.", "ended")]
    [InlineData("Revoked 4", "This agency may have read it, until 5 February 2026 at the latest. Not any more.", "ended")]
    public async Task What_is_not_known_is_not_said(string events, string told, string state)
    {
        var (referral, person) = await PreparedAsync();
        await AnnounceAsync(referral, events);
        await LineAsync(person, state);

        var page = (await PageAsync(person, "en")).Body;

        Assert.Contains(told, page, StringComparison.Ordinal);
        Assert.Equal(state == "never-read", page.Contains("never", StringComparison.Ordinal));
        Assert.DoesNotContain("No other agency", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_consent_it_says_that_a_second_person_has_to_approve()
    {
        var (referral, person) = await PreparedAsync(basis: "vital-interest");
        await AnnounceAsync(referral, "Accepted 3");
        await LineAsync(person, "accepted");

        var page = (await PageAsync(person, "en")).Body;

        Assert.Contains("This agency agreed to help on 4 February 2026. It can read your information once a second person here has approved that.", page, StringComparison.Ordinal);
        Assert.Contains("to protect your life or health", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_handed_over_it_says_so() =>
        Assert.Contains("No other agency has been given your information here.", (await PageAsync(await Amal.RegisterAsync(), "en")).Body, StringComparison.Ordinal);

    [Fact]
    public async Task A_sheet_that_does_not_hold_all_says_so_and_where_it_goes_on()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        await Amal.ConsentAsync(person, bayt);
        await PrepareAsync(Amal, person, bayt, Guid.CreateVersion7());
        await PrepareAsync(Amal, person, bayt, Guid.CreateVersion7());

        using var first = await AskAsync(Amal, person, "?limit=1");
        var next = Next().Match(first.Headers.GetValues("Link").Single()).Groups[1].Value;
        using var last = await AskAsync(Amal, person, next);

        Assert.Contains("There is more, from before", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("There is more, from before", await last.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(last.Headers.Contains("Link"));
    }

    [Fact]
    public async Task An_auditor_prints_the_same_page_and_nobodys_name_stands_on_it()
    {
        var (name, lead) = (Invented(), new Partner(Platform, "iom-libya"));
        var (person, bayt) = (await lead.RegisterAsync(file => file["givenName"] = name), await Amal.AgencyIdAsync("bayt-shelter"));
        await lead.ConsentAsync(person, bayt);
        await PrepareAsync(lead, person, bayt, Guid.CreateVersion7());
        var file = (await lead.GetAsync($"/api/people/{person}")).Expect(200).Json;

        var page = (await PageAsync(person, "en", await Platform.SignInAsync("auditor@iom-libya.demo"))).Body;

        Assert.Equal((await PageAsync(person, "en", lead)).Body, page);
        foreach (var never in (string[])[name, "Invented", file.Text("caseCode")!, person.ToString(), file.Text("phone")!])
        {
            Assert.DoesNotContain(never, page, StringComparison.Ordinal);
        }
    }

    /// <summary>As a browser gets it at the door: the style works, and nothing else does.</summary>
    [Fact]
    public async Task Through_the_gateway_its_own_style_is_all_that_a_browser_takes_of_it()
    {
        var (_, person) = await PreparedAsync();

        using var answer = await AskAsync(Amal, person, "");

        var style = Styled().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
        Assert.NotEmpty(style);
        Assert.Equal(
            $"default-src 'none'; frame-ancestors 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(("text/html; charset=utf-8", "en"), (answer.Content.Headers.ContentType!.ToString(), answer.Content.Headers.ContentLanguage.Single()));
    }

    [Fact]
    public async Task It_runs_nothing_whatever_an_agency_is_called()
    {
        var (_, person) = await PreparedAsync(recipient: "rihla-legal");
        await using var identity = await Platform.OpenDatabaseAsync("identity");
        await NameAsync("<script>alert(1)</script>");
        try
        {
            Answer page = null!;
            await Eventually.TrueAsync(async () => (page = await PageAsync(person, "en")).Body.Contains("<bdi>&lt;script&gt;", StringComparison.Ordinal), otherwise: () => page.Body);
            Assert.DoesNotContain("<script", page.Body, StringComparison.Ordinal);
        }
        finally
        {
            await NameAsync("Rihla Legal Aid (demo)");
        }

        async Task NameAsync(string name)
        {
            await using var command = new NpgsqlCommand("update agencies set name = $1 where code = 'rihla-legal'", identity) { Parameters = { new() { Value = name } } };
            await command.ExecuteNonQueryAsync();
        }
    }

    private async Task<Answer> PageAsync(Guid person, string language, Partner? by = null) =>
        (await (by ?? Amal).GetAsync($"/api/people/{person}/disclosures/page", new() { ["Accept-Language"] = language })).Expect(200);

    private async Task<HttpResponseMessage> AskAsync(Partner by, Guid person, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Platform.AddressOf("gateway"), $"/api/people/{person}/disclosures/page{query}"));
        request.Headers.Authorization = new("Bearer", await by.TokenAsync());
        return (await Platform.Http.SendAsync(request)).EnsureSuccessStatusCode();
    }

    [GeneratedRegex("<style>(.*?)</style>")]
    private static partial Regex Styled();

    [GeneratedRegex("^<([^>]*)>; rel=\"next\"$")]
    private static partial Regex Next();
}
