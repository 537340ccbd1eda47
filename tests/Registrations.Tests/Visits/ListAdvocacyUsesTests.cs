namespace Platform.Registrations.Tests.Visits;

public sealed class ListAdvocacyUsesTests : Visiting
{
    [Fact]
    public async Task Who_sees_the_visit_sees_what_it_was_used_for_the_newest_first_page_by_page()
    {
        var visit = await InStateAsync("shared-internal");
        List<Guid> uses = [];
        for (var at = 0; at < 3; at++)
        {
            uses.Insert(0, (await StepAsync(Supervisor, visit, "advocacy-uses")).Expect(201).Json.Id("useId"));
        }

        foreach (var reader in Readers)
        {
            Assert.Equal(uses, (await reader.GetAsync($"/api/visits/{visit}/advocacy-uses")).Items().Select(item => item.Id("useId")));
        }

        var page = (await Officer.GetAsync($"/api/visits/{visit}/advocacy-uses?limit=2")).Expect(200);
        Assert.Equal(uses[2], Assert.Single((await Officer.GetAsync($"/api/visits/{visit}/advocacy-uses?limit=2&cursor={page.Json.Text("next")}")).Items()).Id("useId"));
        Assert.Equal("$.limit", (await Officer.GetAsync($"/api/visits/{visit}/advocacy-uses?limit=0")).WrongFields());
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        var visit = await InStateAsync("advocacy-used");
        var none = (await Amal.GetAsync($"/api/visits/{Guid.NewGuid()}/advocacy-uses")).Expect(404);

        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await other.GetAsync($"/api/visits/{visit}/advocacy-uses")).Expect(404).Body);
        }
    }
}
