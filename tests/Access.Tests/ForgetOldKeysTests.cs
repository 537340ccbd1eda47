using Npgsql;
using Platform.Tests.Running;

namespace Platform.Access.Tests;

/// <summary>An idempotency key is kept 30 days and no longer.</summary>
public sealed class ForgetOldKeysTests
{
    [Fact]
    public async Task A_key_whose_days_are_over_is_forgotten_and_any_other_is_kept()
    {
        var platform = await RunningPlatform.SharedAsync();
        await using var database = await platform.OpenDatabaseAsync("registrations");
        var caller = Guid.NewGuid();
        await using (var insert = new NpgsqlCommand("""
            insert into access.idempotency (caller, path, key, body_hash, status, answer, kept_until)
            select @caller, '/people', kept, '', 201, gen_random_uuid(), now() + kept::interval from unnest(array['-1 minute', '29 days']) as kept
            """, database))
        {
            insert.Parameters.AddWithValue("caller", caller);
            await insert.ExecuteNonQueryAsync();
        }

        await platform.AddAsync("registrations", new Dictionary<string, string>());   // a process looks when it starts, and then each hour

        await using var kept = new NpgsqlCommand("select string_agg(key, ', ') from access.idempotency where caller = @caller", database);
        kept.Parameters.AddWithValue("caller", caller);
        await Eventually.TrueAsync(async () => await kept.ExecuteScalarAsync() is "29 days", TimeSpan.FromSeconds(30), () => "The key is still kept.");
    }
}
