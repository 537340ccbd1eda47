namespace Platform.Registrations.Tests.People;

public sealed class ListPeopleTests : OnThePlatform
{
    [Fact]
    public async Task Each_agency_lists_its_own_and_nobody_elses()
    {
        var (amals, bayts) = (await Amal.RegisterAsync(), await Bayt.RegisterAsync());

        var (amalSees, baytSees) = (await AllAsync(Amal, 200), await AllAsync(Bayt, 200));

        Assert.Contains(amals, amalSees);
        Assert.Contains(bayts, baytSees);
        Assert.Empty(amalSees.Intersect(baytSees));
    }

    [Fact]
    public async Task Pages_show_each_file_once_and_the_newest_first()
    {
        var unicef = new Partner(Platform, "unicef-libya");   // no other test registers there
        var registered = new List<Guid>();
        for (var person = 0; person < 8; person++)
        {
            registered.Add(await unicef.RegisterAsync());
        }

        registered.Reverse();
        Assert.Equal(registered, await AllAsync(unicef, limit: 2));   // ends with a full page
        Assert.Equal(registered, await AllAsync(unicef, limit: 3));
    }

    [Fact]
    public async Task A_line_shows_no_contact_and_no_note()
    {
        var rihla = new Partner(Platform, "rihla-legal");
        await rihla.RegisterAsync(person => person["note"] = "Not for lists.");

        var line = (await rihla.GetAsync("/api/people?limit=1")).Items()[0];

        Assert.Equal("ageBand areaCode caseCode familyName givenName personId registeredAt setting sex updatedAt", line.FieldNames());
    }

    [Fact]
    public async Task Whoever_holds_a_case_in_two_ways_sees_it_once()
    {
        var supervisor = await Platform.SignInAsync("supervisor@unhcr-libya.demo");
        var id = await supervisor.RegisterAsync();
        (await supervisor.PostAsync($"/api/people/{id}/assignment", new { team = "main", caseworker = "caseworker@unhcr-libya.demo" })).Expect(200);

        Assert.Equal([id], await AllAsync(supervisor, 50));
        Assert.Equal([id], await AllAsync(supervisor, 1));
    }

    [Theory]
    [InlineData("limit=0", "$.limit")]
    [InlineData("limit=201", "$.limit")]
    [InlineData("limit=-1", "$.limit")]
    [InlineData("limit=many", "$.limit")]
    [InlineData("limit=", "$.limit")]
    [InlineData("limit=1&limit=2", "$.limit")]
    [InlineData("limit=99999999999999999999", "$.limit")]
    [InlineData("cursor=", "$.cursor")]
    [InlineData("cursor=AAAA", "$.cursor")]
    [InlineData("cursor=!!!not-base64!!!", "$.cursor")]
    [InlineData("cursor=%00", "$.cursor")]
    [InlineData("cursor=%D9%85", "$.cursor")]
    [InlineData("cursor=__________________________________________8", "$.cursor")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "$.cursor")]
    public async Task A_page_that_cannot_be_is_named(string query, string path)
    {
        Assert.Equal(path, (await Amal.GetAsync($"/api/people?{query}")).WrongFields());
    }

    [Fact]
    public async Task The_end_says_so()
    {
        var answer = (await Amal.GetAsync("/api/people?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).Expect(200);

        Assert.Equal("""{"items":[],"next":null}""", answer.Body);
    }

    private static async Task<List<Guid>> AllAsync(Partner partner, int limit)
    {
        var (seen, next) = (new List<Guid>(), (string?)null);
        do
        {
            var page = (await partner.GetAsync($"/api/people?limit={limit}{(next is null ? "" : $"&cursor={next}")}")).Expect(200);
            Assert.InRange(page.Items().Count, 0, limit);
            seen.AddRange(page.Items().Select(item => item.Id("personId")));
            next = page.Json.Text("next");
        }
        while (next is not null);

        Assert.Equal(seen.Distinct(), seen);
        return seen;
    }
}
