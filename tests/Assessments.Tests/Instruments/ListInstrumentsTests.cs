using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

public sealed class ListInstrumentsTests : IAsyncLifetime
{
    private Partner amal = null!;

    public async Task InitializeAsync() => amal = await Partner.OfAsync("amal-health");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_instrument_once_in_its_newest_version_and_in_the_caller_s_language()
    {
        foreach (var (language, title) in ((string, Func<Wording, string>)[])[("en", title => title.En), ("ar", title => title.Ar), ("fr", title => title.Fr)])
        {
            var listed = (await amal.GetAsync("/api/instruments", new() { ["Accept-Language"] = language })).Items();

            Assert.Equal(InstrumentCatalogue.Shipped.Newest.Select(instrument => (instrument.Code, instrument.Version, title(instrument.Heading.Title))), listed.Select(item => (item.Text("code"), item["version"]!.GetValue<int>(), item.Text("title")))!);
            Assert.All(listed, item => Assert.Equal("about code outcome package subject title version", item.FieldNames()));
        }
    }

    [Fact]
    public async Task Not_for_who_holds_no_cases()
    {
        foreach (var agency in (string[])["embassy-one", "detention-authority", "mission-one"])
        {
            (await (await Partner.OfAsync(agency)).GetAsync("/api/instruments")).Expect(403);
            (await (await Partner.OfAsync(agency)).GetAsync("/api/instruments/rapid-screening")).Expect(403);
        }
    }
}
