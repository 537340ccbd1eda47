namespace Platform.Registrations.Tests.Consents;

public sealed class WithdrawConsentTests : OnThePlatform
{
    [Fact]
    public async Task Taking_it_back_twice_changes_nothing_more()
    {
        var person = await Amal.RegisterAsync();
        var path = $"/api/people/{person}/consents/{await Amal.ConsentAsync(person, await Amal.AgencyIdAsync("bayt-shelter"))}";

        (await Amal.DeleteAsync(path)).Expect(204);
        var withdrawnAt = await WithdrawnAtAsync(person);
        (await Amal.DeleteAsync(path)).Expect(204);

        Assert.NotNull(withdrawnAt);
        Assert.Equal(withdrawnAt, await WithdrawnAtAsync(person));
    }

    [Fact]
    public async Task Ten_times_at_once_is_announced_once()
    {
        var person = await Amal.RegisterAsync();
        var consent = await Amal.ConsentAsync(person, await Amal.AgencyIdAsync("bayt-shelter"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Amal.DeleteAsync($"/api/people/{person}/consents/{consent}")));

        Assert.All(answers, answer => answer.Expect(204));
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var version = new Npgsql.NpgsqlCommand("select consent_version from people where person_id = $1", database) { Parameters = { new() { Value = person } } };
        Assert.Equal(2, await version.ExecuteScalarAsync());   // given, withdrawn
    }

    [Fact]
    public async Task A_consent_of_another_person_is_not_found_under_this_one()
    {
        var (one, other, bayt) = (await Amal.RegisterAsync(), await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        var others = await Amal.ConsentAsync(other, bayt);

        var swapped = await Amal.DeleteAsync($"/api/people/{one}/consents/{others}");
        var absent = await Amal.DeleteAsync($"/api/people/{one}/consents/{Guid.NewGuid()}");

        Assert.Equal(absent.Expect(404).Body, swapped.Expect(404).Body);
        Assert.Null(await WithdrawnAtAsync(other));
    }

    [Fact]
    public async Task Neither_the_recipient_nor_a_third_agency_withdraws()
    {
        var person = await Amal.RegisterAsync();
        var consent = await Amal.ConsentAsync(person, await Amal.AgencyIdAsync("bayt-shelter"));
        var baytsOwn = await Bayt.RegisterAsync();

        (await Bayt.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(404);
        (await Bayt.DeleteAsync($"/api/people/{baytsOwn}/consents/{consent}")).Expect(404);
        (await new Partner(Platform, "rihla-legal").DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(404);
        Assert.Null(await WithdrawnAtAsync(person));
    }

    private async Task<string?> WithdrawnAtAsync(Guid person) => (await Amal.GetAsync($"/api/people/{person}/consents")).Items().Single().Text("withdrawnAt");
}
