namespace Platform.Registrations.Tests.Visits;

public sealed class WriteAnnexTests : Visiting
{
    [Fact]
    public async Task Who_recorded_the_visit_writes_and_changes_it_by_version_and_nobody_else_does()
    {
        var visit = await RecordedAsync();

        var written = (await WriteAsync(Sabha, visit, null)).Expect(200);
        Assert.Equal(("text version writtenAt", "\"1\""), (written.Json.FieldNames(), written.ETag));
        foreach (var other in (Partner[])[Monitor, Supervisor, Officer])
        {
            (await WriteAsync(other, visit, "\"1\"")).Expect(403);
        }

        foreach (var stranger in await OthersAsync())
        {
            (await WriteAsync(stranger, visit, "\"1\"")).Expect(404);
        }

        (await WriteAsync(Sabha, visit, null)).Expect(428);
        (await WriteAsync(Sabha, visit, "\"2\"")).Expect(412);
        Assert.Equal("\"2\"", (await WriteAsync(Sabha, visit, "\"1\"")).Expect(200).ETag);
    }

    [Fact]
    public async Task What_is_not_there_yet_was_seen_by_nobody() => (await WriteAsync(Sabha, await RecordedAsync(), "\"1\"")).Expect(412);

    [Fact]
    public async Task What_cannot_be_is_named()
    {
        var visit = await RecordedAsync();

        Assert.Equal("$.text", (await Sabha.PutAsync($"/api/visits/{visit}/annex", new { }, null)).WrongFields());
        Assert.Equal("$.text", (await Sabha.PutAsync($"/api/visits/{visit}/annex", new { text = new string('a', 10_001) }, null)).WrongFields());
    }

    private static Task<Answer> WriteAsync(Partner by, Guid visit, string? ifMatch) => by.PutAsync($"/api/visits/{visit}/annex", new { text = "Said by somebody in the second hall (invented)." }, ifMatch);
}
