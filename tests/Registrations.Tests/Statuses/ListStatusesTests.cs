namespace Platform.Registrations.Tests.Statuses;

public sealed class ListStatusesTests : OnThePlatform
{
    [Fact]
    public async Task Several_hold_at_once_and_none_is_taken_out()
    {
        var person = await Amal.RegisterAsync();
        var first = (await Amal.PostAsync($"/api/people/{person}/statuses", RecordStatusTests.Status())).Expect(201).Json.Id("statusId");
        var second = (await Amal.PostAsync($"/api/people/{person}/statuses", RecordStatusTests.Status(said => said["status"] = "stranded-migrant"))).Expect(201).Json.Id("statusId");
        (await Amal.PostAsync($"/api/people/{person}/statuses/{first}/end", EndStatusTests.End())).Expect(200);

        var statuses = (await Amal.GetAsync($"/api/people/{person}/statuses")).Items();

        Assert.Equal([second, first], statuses.Select(status => status.Id("statusId")));
        Assert.Equal([null, "2025-01-31"], statuses.Select(status => status.Text("endedOn")));
    }

    [Fact]
    public async Task The_person_finds_them_in_the_copy()
    {
        var person = await Amal.RegisterAsync();
        var status = (await Amal.PostAsync($"/api/people/{person}/statuses", RecordStatusTests.Status())).Expect(201).Json.Id("statusId");

        Assert.Equal(status, Assert.Single((await Amal.GetAsync($"/api/people/{person}/copy")).Expect(200)["statuses"]!.AsArray()).Id("statusId"));
        Assert.Contains("Asylum seeker, 1 March 2024 (Another agency)", (await Amal.GetAsync($"/api/people/{person}/copy/page")).Expect(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_sees_what_a_person_is()
    {
        var person = await Amal.RegisterAsync();
        await Amal.PostAsync($"/api/people/{person}/statuses", RecordStatusTests.Status());

        (await Bayt.GetAsync($"/api/people/{person}/statuses")).Expect(404);
        (await (await Platform.SignInAsync("caseworker@amal-health.demo")).GetAsync($"/api/people/{person}/statuses")).Expect(404);
    }
}
