using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Platform.Tests.Running;

namespace Platform.Access.Tests;

/// <summary>The audit's chain can be checked link by link, and its heads lie elsewhere.</summary>
public sealed class SealerTests
{
    [Fact]
    public async Task Every_entry_is_sealed_and_the_chain_verifies()
    {
        var platform = await RunningPlatform.SharedAsync();
        var amal = new Partner(platform, "amal-health");
        var person = await amal.RegisterAsync();
        (await amal.GetAsync($"/api/people/{person}")).Expect(200);
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await Eventually.TrueAsync(async () => await ScalarAsync<long>(database, """
            select count(*) from access.audit a where a.records @> array[$1]
               and not exists (select 1 from access.audit_seals s where a.xid > s.from_xid and a.xid <= s.to_xid)
            """, person) == 0, TimeSpan.FromSeconds(20));

        Assert.Null(await FirstBrokenAsync(database));
    }

    [Fact]
    public async Task An_entry_changed_behind_everybody_s_back_breaks_its_link()
    {
        await using var platform = await RunningPlatform.StartAsync();
        var amal = new Partner(platform, "amal-health");
        var person = await amal.RegisterAsync();
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await Eventually.TrueAsync(async () => await ScalarAsync<long>(database, "select count(*) from access.audit_seals") > 0, TimeSpan.FromSeconds(20));
        Assert.Null(await FirstBrokenAsync(database));

        await ScalarAsync<object>(database, "alter table access.audit disable trigger only_added_to");
        await ScalarAsync<object>(database, "update access.audit set caller = gen_random_uuid() where records @> array[$1]", person);

        Assert.NotNull(await FirstBrokenAsync(database));
    }

    [Fact]
    public async Task The_heads_of_each_service_s_chain_are_kept_by_the_other()
    {
        var platform = await RunningPlatform.SharedAsync();
        await new Partner(platform, "amal-health").RegisterAsync();
        await using var registrations = await platform.OpenDatabaseAsync("registrations");
        await using var referrals = await platform.OpenDatabaseAsync("referrals");
        await Eventually.TrueAsync(async () =>
        {
            var head = await ScalarAsync<byte[]>(registrations, "select hash from access.audit_seals order by seal desc limit 1");
            return head is not null && await ScalarAsync<long>(referrals, "select count(*) from access.witnessed_seals where service = 'registrations' and hash = $1", head) == 1;
        }, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task The_audit_is_only_ever_added_to_whoever_asks()
    {
        var platform = await RunningPlatform.SharedAsync();
        await using var database = await platform.OpenDatabaseAsync("registrations");   // a superuser
        foreach (var sql in (string[])["delete from access.audit", "update access.audit set outcome = 'x'", "truncate access.audit", "delete from access.disclosures", "update access.audit_seals set hash = ''"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync<object>(database, sql));
            Assert.Equal("42501", refused.SqlState);
        }
    }

    /// <summary>The check an auditor makes: each link's hash over the one before and its own entries.</summary>
    private static async Task<long?> FirstBrokenAsync(NpgsqlConnection database)
    {
        await ScalarAsync<object>(database, "set timezone to 'UTC'");
        var previous = Array.Empty<byte>();
        foreach (var seal in Enumerable.Range(1, (int)await ScalarAsync<long>(database, "select count(*) from access.audit_seals")))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(previous);
            await using (var command = new NpgsqlCommand("select a::text from access.audit a join access.audit_seals s on s.seal = $1 where a.xid > s.from_xid and a.xid <= s.to_xid order by a.xid, a.entry", database) { Parameters = { new() { Value = (long)seal } } })
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    hash.AppendData(Encoding.UTF8.GetBytes(reader.GetString(0)));
                }
            }

            previous = hash.GetHashAndReset();
            var kept = await ScalarAsync<byte[]>(database, "select hash from access.audit_seals where seal = $1", (long)seal);
            if (Convert.ToHexString(previous) != Convert.ToHexString(kept!))
            {
                return seal;
            }
        }

        return null;
    }

    private static async Task<T?> ScalarAsync<T>(NpgsqlConnection database, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteScalarAsync() is T read ? read : default;
    }
}
