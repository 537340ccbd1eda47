using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Platform.Access;

/// <summary>
/// Which records of a service were erased: ids and instants, in a database of their own that is never restored to an older state. Whatever
/// comes back with a backup of the data or of the keys is destroyed again by it.
/// </summary>
public sealed class ErasureList : IDisposable
{
    private readonly NpgsqlDataSource source;
    private readonly string table;

    /// <summary>The list of the service named by <c>Database:Name</c>, from the section <c>Erasures</c>; with the login that it has at the key store.</summary>
    public ErasureList(IConfiguration configuration)
    {
        var service = configuration["Database:Name"];
        table = $"{service}.erased";
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(configuration["Erasures:Server"] ?? configuration["KeyStore:Server"] ?? configuration["Database:Server"])
        {
            Database = NameIn(configuration),
            Username = $"{service}_keys",
            Password = configuration["KeyStore:Password"],
            MaxPoolSize = 10,
            Timeout = 5,
            CommandTimeout = 15,
        });
    }

    /// <summary>Enters these records, each once.</summary>
    public async Task AddAsync(IReadOnlyCollection<Guid> records, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"insert into {table} (record) select record from unnest($1) as t(record) order by record on conflict do nothing");   // two that enter the same wait for each other in one order
        command.Parameters.AddWithValue(records.ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The records after one, in the order of their ids.</summary>
    public async Task<IReadOnlyList<Guid>> ListAsync(Guid after, int limit, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"select record from {table} where record > $1 order by record limit $2");
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var records = new List<Guid>();
        while (await reader.ReadAsync(ct))
        {
            records.Add(reader.GetGuid(0));
        }

        return records;
    }

    /// <inheritdoc />
    public void Dispose() => source.Dispose();

    internal static string NameIn(IConfiguration configuration) => configuration["Erasures:Name"] ?? "erasures";

    /// <summary>After the key store was made, which makes the login.</summary>
    internal static async Task MakeAsync(string admin, string database, string service)
    {
        await using (var connection = await Migrator.OneAtATimeAsync(admin))
        {
            await Migrator.MakeRoleAsync(connection, "erasures_owner", null);
        }

        await Migrator.MakeDatabaseAsync(admin, database, "erasures_owner");
        await using var list = await Migrator.OneAtATimeAsync(new NpgsqlConnectionStringBuilder(admin) { Database = database }.ConnectionString);
        await Migrator.ExecuteAsync(list, $"""
            grant connect on database "{database}" to {service}_keys;
            create schema if not exists {service} authorization erasures_owner;
            create table if not exists {service}.erased (record uuid primary key, at timestamptz not null default now());
            alter table {service}.erased owner to erasures_owner;
            grant usage on schema {service} to {service}_keys;
            grant select, insert on {service}.erased to {service}_keys;
            """);
    }
}
