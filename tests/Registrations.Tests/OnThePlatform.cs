namespace Platform.Registrations.Tests;

/// <summary>Tests by what partners see: two agencies that hold cases, on the platform that all of them share.</summary>
public abstract class OnThePlatform : IAsyncLifetime
{
    protected RunningPlatform Platform { get; private set; } = null!;

    protected Partner Amal { get; private set; } = null!;

    protected Partner Bayt { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Platform = await RunningPlatform.SharedAsync();
        (Amal, Bayt) = (new Partner(Platform, "amal-health"), new Partner(Platform, "bayt-shelter"));
        await PrepareAsync();
    }

    /// <summary>What a class needs besides.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A name that nobody else in this run has: one word of consonants, good for search too.</summary>
    protected static string Invented() => string.Concat("Z", System.Security.Cryptography.RandomNumberGenerator.GetString("bdfgklmnrst", 14));

    protected static string In(int days) =>
        DateOnly.FromDateTime(DateTime.UtcNow).AddDays(days).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A colleague of Amal who reads a person's file until a handover ends, and changes nothing.</summary>
    protected async Task<Partner> WhoOnlyReadsAsync(Guid person)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var give = new Npgsql.NpgsqlCommand("insert into access.grants (record, grantee, because, packages, given_at) values ($1, $2, 'handover', '{identity,contact,family}', now())", database)
        {
            Parameters = { new() { Value = person }, new() { Value = await Platform.MemberIdAsync("caseworker@amal-health.demo") } },
        };
        await give.ExecuteNonQueryAsync();
        return await Platform.SignInAsync("caseworker@amal-health.demo");
    }

    /// <summary>What the audit says of a record: action and outcome of each entry, in order.</summary>
    protected async Task<IReadOnlyList<string>> AuditOfAsync(Guid record)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var command = new Npgsql.NpgsqlCommand("select action || ' ' || coalesce(data_class, '-') || ' ' || outcome from access.audit where $1 = any (records) order by entry", database);
        command.Parameters.AddWithValue(record);
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<string>();
        while (await reader.ReadAsync())
        {
            entries.Add(reader.GetString(0));
        }

        return entries;
    }
}
