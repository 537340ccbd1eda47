namespace Platform.Registrations.Tests.People;

public sealed class GetPersonTests : OnThePlatform
{
    [Fact]
    public async Task Who_keeps_the_case_reads_the_file_with_its_version()
    {
        var id = await Amal.RegisterAsync();

        var person = (await Amal.GetAsync($"/api/people/{id}")).Expect(200);

        Assert.Equal("\"1\"", person.ETag);
        Assert.Equal(
            "ageBand agePrecision agencyId areaCode birthYear caseCode caseworkerId familyName givenName languages mayLeaveMessage mergedFiles nationalities nationality personId phone registeredAt safeToCall setting sex teamId transliterations updatedAt version",
            person.Json.FieldNames());
    }

    [Fact]
    public async Task A_supervisor_of_the_team_reads_it_and_a_colleague_does_not()
    {
        var id = await Amal.RegisterAsync();

        (await (await Platform.SignInAsync("supervisor@amal-health.demo")).GetAsync($"/api/people/{id}")).Expect(200);
        (await (await Platform.SignInAsync("caseworker@amal-health.demo")).GetAsync($"/api/people/{id}")).Expect(404);
    }

    [Fact]
    public async Task A_file_is_not_read_by_roles_without_cases()
    {
        var id = await Amal.RegisterAsync();

        (await (await Platform.SignInAsync("coordinator@amal-health.demo")).GetAsync($"/api/people/{id}")).Expect(403);
    }

    [Theory]
    [InlineData("/api/people/not-an-id")]
    [InlineData("/api/people/%00")]
    [InlineData("/api/people/00000000-0000-0000-0000-000000000000")]
    [InlineData("/api/people/1/consents")]
    public async Task What_is_no_id_is_not_there(string path)
    {
        Assert.InRange((await Amal.GetAsync(path)).Status, 400, 404);
    }
}
