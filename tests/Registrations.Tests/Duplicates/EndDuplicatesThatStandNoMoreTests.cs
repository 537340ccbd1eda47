namespace Platform.Registrations.Tests.Duplicates;

/// <summary>On a platform of its own: an agreement and the time are changed.</summary>
public sealed class EndDuplicatesThatStandNoMoreTests : IAsyncLifetime
{
    private RunningPlatform platform = null!;
    private Partner amal = null!;
    private Partner bayt = null!;
    private Partner desk = null!;

    public async Task InitializeAsync()
    {
        platform = await RunningPlatform.StartAsync();
        (amal, bayt, desk) = (new(platform, "amal-health"), new(platform, "bayt-shelter"), await platform.SignInAsync("deduplication-desk@iom-libya.demo"));
    }

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task With_the_agreement_and_with_the_last_day_of_a_consent_the_desk_sees_no_more_of_it()
    {
        foreach (var (keeper, name) in ((Partner, string)[])[(amal, "Tesfay"), (bayt, "Tesfai")])
        {
            var person = await keeper.RegisterAsync(person => (person["givenName"], person["familyName"]) = (name, "Gebremeskel"));
            await keeper.ConsentAsync(person, await amal.AgencyIdAsync("iom-libya"), consent => consent["purpose"] = "deduplication");
        }

        await Eventually.TrueAsync(async () => (await PairsAsync()).Count == 1);
        var pair = (await PairsAsync())[0].Id("duplicateId");

        await AgreementAsync("purposes = array_remove(purposes, 'deduplication')");
        await Eventually.TrueAsync(async () => (await PairsAsync()).Count == 0, TimeSpan.FromSeconds(30));
        (await desk.GetAsync($"/api/duplicates/{pair}")).Expect(404);

        await AgreementAsync("purposes = purposes || '{deduplication}'");
        await Eventually.TrueAsync(async () => (await PairsAsync()).Count == 1, TimeSpan.FromSeconds(30));
        Assert.Equal(2, (await desk.GetAsync($"/api/duplicates/{pair}")).Expect(200)["sides"]!.AsArray().Count);

        await platform.MoveClockAsync(TimeSpan.FromDays(61));
        await Eventually.TrueAsync(async () => (await desk.GetAsync($"/api/duplicates/{pair}")).Status == 404);   // by the day, whether or not it was swept
        await Eventually.TrueAsync(async () => await ScalarAsync($"select state from duplicates where duplicate_id = '{pair}' and one_sealed is null") is "ended", TimeSpan.FromSeconds(30));
    }

    private async Task<List<JsonNode>> PairsAsync() => [.. (await desk.GetAsync("/api/duplicates")).Items()];

    private async Task AgreementAsync(string change)
    {
        await using var identity = await platform.OpenDatabaseAsync("identity");
        await using var command = new Npgsql.NpgsqlCommand($"update agreements set {change}", identity);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var command = new Npgsql.NpgsqlCommand(sql, database);
        return await command.ExecuteScalarAsync();
    }
}
