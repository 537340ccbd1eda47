using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

public sealed class GetInstrumentTests : IAsyncLifetime
{
    private Partner amal = null!;

    public async Task InitializeAsync() => amal = await Partner.OfAsync("amal-health");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Everything_that_may_be_asked_in_the_caller_s_language()
    {
        foreach (var instrument in InstrumentCatalogue.Shipped.Newest)
        {
            var shown = (await amal.GetAsync($"/api/instruments/{instrument.Code}", new() { ["Accept-Language"] = "ar" })).Expect(200);

            Assert.Equal((instrument.Version, "ar", instrument.Heading.Notice.Ar), (shown["version"]!.GetValue<int>(), shown.Json.Text("language"), shown.Json.Text("notice")));
            var asked = shown["sections"]!.AsArray().SelectMany(section => section!["questions"]!.AsArray()).Select(question => (question!.Text("code"), question.Text("text"))).ToList();
            Assert.Equal(instrument.Questions.Select(question => (question.Code, question.Text.Ar)), asked!);
        }
    }

    [Fact]
    public async Task An_earlier_version_by_its_number_and_what_there_is_not_is_not_there()
    {
        var newest = (await amal.GetAsync("/api/instruments/trafficking-screening")).Expect(200);

        Assert.Equal(newest.Body, (await amal.GetAsync($"/api/instruments/trafficking-screening?version={newest["version"]}")).Expect(200).Body);
        foreach (var path in (string[])["trafficking-screening?version=0", "trafficking-screening?version=99", "no-such-instrument", "Trafficking-Screening"])
        {
            (await amal.GetAsync($"/api/instruments/{path}")).Expect(404);
        }

        (await amal.GetAsync("/api/instruments/trafficking-screening?version=one")).Expect(400);
    }
}
