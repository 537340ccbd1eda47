namespace Platform.Registrations.Tests.Access;

/// <summary>Every verb and every nested route answers for another agency's record as for one that never was: the same bytes.</summary>
public sealed class NotYoursIsNotThereTests : OnThePlatform
{
    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "/api/people/{person}" },
        { "PUT", "/api/people/{person}" },
        { "POST", "/api/people/{person}/assignment" },
        { "GET", "/api/people/{person}/consents" },
        { "POST", "/api/people/{person}/consents" },
        { "DELETE", "/api/people/{person}/consents/{consent}" },
        { "POST", "/api/people/{person}/erasure" },
        { "GET", "/api/people/{person}/disclosures" },
        { "GET", "/api/people/{person}/disclosures/page" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Another_agencys_record_and_none_at_all_are_the_same_bytes(string verb, string route)
    {
        var person = await Amal.RegisterAsync();
        var consent = await Amal.ConsentAsync(person, await Amal.AgencyIdAsync("bayt-shelter"));

        foreach (var body in new[] { null, "{}", "{", "[]" })   // whatever else is wrong
        {
            var theirs = await SendAsync(verb, route, person, consent, body);
            var absent = await SendAsync(verb, route, Guid.NewGuid(), Guid.NewGuid(), body);

            Assert.Equal(404, theirs.Status);
            Assert.Equal(absent, theirs);   // status, bytes and headers that say something
            Assert.Equal("status title type", theirs.Json.FieldNames());
        }

        Assert.Equal("\"1\"", (await Amal.GetAsync($"/api/people/{person}")).ETag);
        Assert.Null((await Amal.GetAsync($"/api/people/{person}/consents")).Items().Single()["withdrawnAt"]);
    }

    [Fact]
    public async Task A_repeat_of_another_agencys_key_tells_nothing()
    {
        var (person, key) = (await Amal.RegisterAsync(), Guid.NewGuid().ToString());
        var body = new { team = "main", caseworker = "caseworker@amal-health.demo" };
        (await Amal.PostAsync($"/api/people/{person}/assignment", body, key)).Expect(200);

        (await Bayt.PostAsync($"/api/people/{person}/assignment", body, key)).Expect(404);
    }

    private Task<Answer> SendAsync(string verb, string route, Guid person, Guid consent, string? body) => Bayt.SendAsync(
        new HttpMethod(verb),
        route.Replace("{person}", person.ToString(), StringComparison.Ordinal).Replace("{consent}", consent.ToString(), StringComparison.Ordinal),
        verb is "GET" or "DELETE" ? null : body,
        new() { ["Idempotency-Key"] = Guid.NewGuid().ToString(), ["If-Match"] = "\"1\"" });
}
