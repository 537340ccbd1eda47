namespace Platform.Registrations.Tests.Families;

public sealed class GetTracingTests : Tracing
{
    [Fact]
    public async Task Nobody_else_sees_whom_a_person_looks_for()
    {
        var (child, tracing) = await OpenedAsync();

        Assert.Equal("open", (await ReadTracingAsync(SabhaSupervisor, child, tracing)).Text("state"));
        foreach (var other in (Partner[])[Tripoli, Bayt, await Platform.SignInAsync("caseworker@iom-libya.demo")])
        {
            (await other.GetAsync($"/api/people/{child}/tracing")).Expect(404);
        }
    }

    [Fact]
    public async Task The_person_finds_it_in_the_copy()
    {
        var (child, tracing) = await OpenedAsync();
        (await StepAsync(SabhaSupervisor, child, tracing, "risk-assessment", Risk())).Expect(200);
        (await StepAsync(Sabha, child, tracing, "actions", Action("visit"))).Expect(200);

        var copied = Assert.Single((await Sabha.GetAsync($"/api/people/{child}/copy")).Expect(200)["tracing"]!.AsArray())!.AsObject();
        Assert.Equal(tracing, copied.Id("tracingId"));
        Assert.Equal(["action"], StepsOf(copied));   // and not what risk somebody is to them
        Assert.Contains("<bdi>Her mother, last near the border (invented).</bdi>, Tracing in progress", (await Sabha.GetAsync($"/api/people/{child}/copy/page")).Expect(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_relative_who_is_erased_the_search_keeps_nothing()
    {
        var (child, relative) = (await ChildAsync(), await Sabha.RegisterAsync());
        var link = await LinkedAsync(child, To(relative, "mother", "son"));
        var tracing = (await Sabha.PostAsync($"/api/people/{child}/tracing", Search(search => (search["linkId"], search["sought"]) = (link, null)))).Expect(201).Json.Id("tracingId");

        await EraseAsync(relative);

        Assert.Null((await ReadTracingAsync(Sabha, child, tracing))["linkId"]);
    }
}
