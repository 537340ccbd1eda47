namespace Platform.Registrations.Tests.People;

public sealed class ChangePersonTests : OnThePlatform
{
    [Fact]
    public async Task A_change_needs_the_version_it_is_based_on()
    {
        var id = await Amal.RegisterAsync();
        var path = $"/api/people/{id}";

        Assert.Equal("if-match-required", (await Amal.PutAsync(path, Partner.Person(), null)).Expect(428).Problem);
        Assert.Equal("stale", (await Amal.PutAsync(path, Partner.Person(), "\"2\"")).Expect(412).Problem);
        Assert.Equal("stale", (await Amal.PutAsync(path, Partner.Person(), "1")).Expect(412).Problem);
        Assert.Equal("stale", (await Amal.PutAsync(path, Partner.Person(), "W/\"1\"")).Expect(412).Problem);
        Assert.Equal("\"1\"", (await Amal.GetAsync(path)).ETag);

        var changed = (await Amal.PutAsync(path, Partner.Person(person => person["setting"] = "shelter"), "\"1\"")).Expect(200);
        Assert.Equal("\"2\"", changed.ETag);
        Assert.Equal("shelter", changed.Json.Text("setting"));
        Assert.Equal(changed.Body, (await Amal.GetAsync(path)).Body);

        (await Amal.PutAsync(path, Partner.Person(), "\"1\"")).Expect(412);
        (await Amal.PutAsync(path, Partner.Person(), "*")).Expect(200);
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_is_stale()
    {
        var id = await Amal.RegisterAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(at =>
            Amal.PutAsync($"/api/people/{id}", Partner.Person(person => person["note"] = $"Change {at}"), "\"1\"")));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(4, answers.Count(answer => answer.Status == 412));
    }

    [Fact]
    public async Task A_change_is_the_whole_file()
    {
        var id = await Amal.RegisterAsync();

        (await Amal.PutAsync($"/api/people/{id}", Partner.Person(person =>
        {
            person.Remove("phone");
            person.Remove("familyName");
            person.Remove("safeToCall");
        }), "\"1\"")).Expect(200);

        var kept = (await Amal.GetAsync($"/api/people/{id}")).Expect(200);
        Assert.Null(kept["phone"]);
        Assert.Null(kept["familyName"]);
        Assert.False(kept["safeToCall"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_wrong_field_changes_nothing()
    {
        var id = await Amal.RegisterAsync();

        Assert.Equal("$.sex", (await Amal.PutAsync($"/api/people/{id}", Partner.Person(person => person["sex"] = "f"), "\"1\"")).WrongFields());
        Assert.Equal("$.personId", (await Amal.PutAsync($"/api/people/{id}", Partner.Person(person => person["personId"] = Guid.NewGuid()), "\"1\"")).WrongFields());
        Assert.Equal("\"1\"", (await Amal.GetAsync($"/api/people/{id}")).ETag);
    }

    [Fact]
    public async Task A_file_of_another_agency_is_not_there_whatever_else_is_wrong()
    {
        var id = await Amal.RegisterAsync();

        (await Bayt.PutAsync($"/api/people/{id}", Partner.Person(person => person["sex"] = "f"), null)).Expect(404);
        (await Bayt.PutAsync($"/api/people/{id}", "{", "\"1\"")).Expect(404);
        (await Bayt.PutAsync($"/api/people/{id}", Partner.Person(), "*")).Expect(404);
        Assert.Equal("\"1\"", (await Amal.GetAsync($"/api/people/{id}")).ETag);
    }

    [Fact]
    public async Task A_file_is_neither_patched_nor_deleted()
    {
        var id = await Amal.RegisterAsync();

        (await Amal.SendAsync(HttpMethod.Patch, $"/api/people/{id}", new { sex = "male" }, new() { ["If-Match"] = "*" })).Expect(405);
        (await Amal.DeleteAsync($"/api/people/{id}")).Expect(405);
    }
}
