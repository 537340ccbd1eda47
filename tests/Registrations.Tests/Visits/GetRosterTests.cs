namespace Platform.Registrations.Tests.Visits;

public sealed class GetRosterTests : Visiting
{
    [Fact]
    public async Task Who_sees_the_visit_sees_who_was_met_and_nobody_else_does()
    {
        var visit = await RecordedAsync();
        var added = (await AddToRosterTests.AddAsync(Sabha, visit, 1, 2)).Expect(201);

        foreach (var reader in Readers)
        {
            Assert.Equal(added.Body, (await reader.GetAsync($"/api/visits/{visit}/roster")).Expect(200).Body);
        }

        var none = (await Amal.GetAsync($"/api/visits/{Guid.NewGuid()}/roster")).Expect(404);
        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await other.GetAsync($"/api/visits/{visit}/roster")).Expect(404).Body);
        }
    }

    [Fact]
    public async Task Neither_sex_nor_age_nor_nationality_of_who_was_met_stands_in_plain_text()
    {
        var visit = await RecordedAsync();
        (await AddToRosterTests.AddAsync(Sabha, visit, 1)).Expect(201);

        Assert.Equal("entry_id number promoted sealed visit_id", await ScalarAsync<string>(
            "select string_agg(column_name, ' ' order by column_name) from information_schema.columns where table_schema = 'public' and table_name = 'visit_roster'"));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from visit_roster where visit_id = $1 and position('SDN'::bytea in sealed) > 0", visit));
    }
}
