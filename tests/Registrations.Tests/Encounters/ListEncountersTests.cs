using Npgsql;

namespace Platform.Registrations.Tests.Encounters;

public sealed class ListEncountersTests : Meeting
{
    [Fact]
    public async Task The_person_finds_them_in_the_copy_in_their_language()
    {
        var (person, encounter) = await MetAsync();
        (await CorrectAsync(Sabha, person, encounter, change: met => met["note"] = "Told of her sister (invented).")).Expect(200);

        var copied = Assert.Single((await Sabha.GetAsync($"/api/people/{person}/copy")).Expect(200)["encounters"]!.AsArray());
        Assert.Equal((encounter, 1), (copied.Id("encounterId"), copied!["former"]!.AsArray().Count));
        foreach (var (language, line) in ((string, string)[])[("en", "31 January 2026, In person, "), ("fr", "31 janvier 2026, En personne, "), ("ar", "حضورياً")])
        {
            var page = (await Sabha.GetAsync($"/api/people/{person}/copy/page", new() { ["Accept-Language"] = language })).Expect(200).Body;
            Assert.Contains(line, page, StringComparison.Ordinal);
            Assert.Contains("Told of her sister (invented).", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_else_sees_when_a_person_was_met()
    {
        var (person, _) = await MetAsync();

        foreach (var other in (Partner[])[Amal, Tripoli, TripoliCaseworker, await Platform.SignInAsync("caseworker@iom-libya.demo")]) (await other.GetAsync($"/api/people/{person}/encounters")).Expect(404);
        (await Officer.GetAsync($"/api/people/{person}/encounters")).Expect(403);
        Assert.Single((await SabhaSupervisor.GetAsync($"/api/people/{person}/encounters")).Items());
    }

    [Fact]
    public async Task With_the_person_they_are_gone_and_so_is_the_task()
    {
        var (person, encounter) = await MetAsync();

        await EraseAsync(person);

        Assert.Equal(0, await CountAsync("registrations", "select count(*) from person_encounters where person_id = $1", person));
        Assert.Equal("", await HaveFollowUpAsync(encounter));
    }

    [Fact]
    public async Task Who_was_met_within_the_years_of_the_rule_is_not_erased_by_it()
    {
        var ((met, encounter), (alone, _)) = (await MetAsync(), await MetAsync());
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var ago = new NpgsqlCommand("""
            update person_encounters set recorded_at = now() - interval '6 years' where person_id = $2;
            """.Replace("$2", $"'{alone}'", StringComparison.Ordinal), database);
        await ago.ExecuteNonQueryAsync();
        await using var unchanged = new NpgsqlCommand($"update people set updated_at = now() - interval '6 years' where person_id in ('{met}', '{alone}')", database);
        await unchanged.ExecuteNonQueryAsync();

        await Eventually.TrueAsync(async () => await CountAsync("registrations", "select count(*) from people where person_id = $1 and erased_at is not null", alone) == 1, TimeSpan.FromSeconds(40));

        Assert.Single((await Sabha.GetAsync($"/api/people/{met}/encounters")).Items(), item => item.Id("encounterId") == encounter);
    }
}
