namespace Platform.Registrations.Tests.Families;

public sealed class GetSeparationTests : InAFamily
{
    [Fact]
    public async Task Nobody_else_sees_it_and_where_nothing_was_said_there_is_nothing()
    {
        var (child, nothing) = (await ChildAsync(), await ChildAsync());
        var said = (await Sabha.PutAsync($"/api/people/{child}/separation", RecordSeparationTests.Alone(), null)).Expect(200);

        var read = (await SabhaSupervisor.GetAsync($"/api/people/{child}/separation")).Expect(200);
        Assert.Equal((said.Body, said.ETag), (read.Body, read.ETag));
        foreach (var (by, whose) in ((Partner, Guid)[])[(Tripoli, child), (Bayt, child), (await Platform.SignInAsync("caseworker@iom-libya.demo"), child), (Sabha, nothing), (Sabha, Guid.NewGuid())])
        {
            (await by.GetAsync($"/api/people/{whose}/separation")).Expect(404);
        }
    }

    [Fact]
    public async Task The_person_finds_it_in_the_copy()
    {
        var child = await ChildAsync();
        (await Sabha.PutAsync($"/api/people/{child}/separation", RecordSeparationTests.Alone(), null)).Expect(200);

        Assert.Equal("unaccompanied", (await Sabha.GetAsync($"/api/people/{child}/copy")).Expect(200)["separation"]!.AsObject().Text("status"));
        var page = (await Sabha.GetAsync($"/api/people/{child}/copy/page")).Expect(200).Body;
        Assert.Contains("Unaccompanied, separated on 20 January 2026, <bdi>At the crossing (invented).</bdi>, Conflict, Unrelated adult", page, StringComparison.Ordinal);
        var arabic = (await Sabha.GetAsync($"/api/people/{child}/copy/page", new() { ["Accept-Language"] = "ar" })).Expect(200).Body;
        Assert.Contains("غير مصحوب", arabic, StringComparison.Ordinal);
        Assert.Contains("نزاع", arabic, StringComparison.Ordinal);
    }
}
