using Npgsql;

namespace Platform.Registrations.Tests.Matching;

/// <summary>What makes keys anew, on a platform whose service is stopped and started.</summary>
public sealed class KeyRecordsTests : IAsyncLifetime
{
    private RunningPlatform platform = null!;
    private Partner amal = null!;

    public async Task InitializeAsync()
    {
        platform = await RunningPlatform.StartAsync();
        amal = new(platform, "amal-health");
    }

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task Keys_of_older_rules_are_made_anew_and_that_is_entered_in_the_audit()
    {
        var older = await amal.RegisterAsync(person => (person["givenName"], person["familyName"]) = ("Khadija", "Belqasim"));
        var current = await amal.RegisterAsync(person => (person["givenName"], person["familyName"]) = ("Khadija", "Belqasim"));
        platform.Kill("registrations");
        await ExecuteAsync($"update keyings set stamp = 7 where person_id = '{older}'; update person_search_keys set key = -key where person_id in ('{older}', '{current}')");
        await platform.RestartAsync("registrations");

        await Eventually.TrueAsync(async () => (await FoundAsync()).SequenceEqual([older]));   // whose keys were of the rules in force is left alone, wrong as they are now
        Assert.Equal(1L, await ExecuteAsync($"select count(*) from access.audit where action = 'key-records' and caller = '{Guid.Empty}' and data_class = 'identity' and records = array['{older}']::uuid[]"));
        Assert.Equal(2L, await ExecuteAsync("select count(*) from keyings where stamp = (select max(stamp) from keyings)"));
    }

    [Fact]
    public async Task Only_a_record_whose_keys_are_to_be_made_is_open_to_the_clock()
    {
        var person = await amal.RegisterAsync();
        await using var jobs = await platform.OpenDatabaseAsync("registrations", "jobs");
        await using var opened = new NpgsqlCommand("select (select count(*) from person_identities) + (select count(*) from person_contacts)", jobs);
        Assert.Equal(0L, await opened.ExecuteScalarAsync());

        platform.Kill("registrations");   // or it would be made at once
        await ExecuteAsync($"update keyings set stamp = 0 where person_id = '{person}'");
        Assert.Equal(2L, await opened.ExecuteScalarAsync());
    }

    private async Task<IEnumerable<Guid>> FoundAsync() =>
        (await amal.PostAsync("/api/people/search", new { name = "خديجة بلقاسم" })).Items().Select(item => item.Id("personId"));

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var command = new NpgsqlCommand(sql, database);
        return await command.ExecuteScalarAsync();
    }
}
