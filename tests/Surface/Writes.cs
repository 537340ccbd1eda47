using Npgsql;

namespace Platform.Surface.Tests;

/// <summary>
/// Every row that a request wrote, in every database, as triggers tell it: to say that nothing was written, or once. What
/// consumers and clocks write is theirs, and left out; so are the lines that say who was refused, and identity's own tokens and sign-ins.
/// </summary>
public sealed class Writes
{
    private static readonly string[] Databases = ["identity", "registrations", "assessments", "referrals", "keys"];

    private readonly Dictionary<string, NpgsqlConnection> connections = [];

    public static async Task<Writes> WatchAsync(RunningPlatform platform)
    {
        var writes = new Writes();
        foreach (var database in Databases)
        {
            var connection = writes.connections[database] = await platform.OpenDatabaseAsync(database);
            await using var watch = new NpgsqlCommand(Watch, connection);
            await watch.ExecuteNonQueryAsync();
        }

        return writes;
    }

    /// <summary>From now on.</summary>
    public async Task<Mark> MarkAsync()
    {
        var mark = new Mark();
        foreach (var database in Databases)
        {
            await ReadAsync(database, "select coalesce(max(write), 0) from watch.writes", mark, reader => mark.Last[database] = reader.GetInt64(0));
        }

        return mark;
    }

    /// <summary>What was written since, sorted, as <c>registrations people INSERT</c>.</summary>
    public async Task<IReadOnlyList<string>> SinceAsync(Mark mark)
    {
        var written = new List<string>();
        foreach (var database in Databases)
        {
            await ReadAsync(database, Since, mark, reader => written.Add($"{database} {reader.GetString(0)}"));
        }

        written.Sort(StringComparer.Ordinal);
        return written;
    }

    private async Task ReadAsync(string database, string sql, Mark mark, Action<NpgsqlDataReader> read)
    {
        await using var command = new NpgsqlCommand(sql, connections[database]) { Parameters = { new("last", mark.Last.GetValueOrDefault(database)) } };
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            read(reader);
        }
    }

    /// <summary>A moment, by each database's last write.</summary>
    public sealed class Mark
    {
        internal Dictionary<string, long> Last { get; } = [];
    }

    private const string Since = """
        select relation || ' ' || operation from watch.writes
         where write > @last and (login like '%\_app' or login like '%\_keys') and relation not in ('tokens', 'authorizations')
           and not (relation = 'record_keys' and operation = 'DELETE')   -- by clocks and consumers only, a moment after
        """;

    private const string Watch = """
        create schema watch;
        create table watch.writes (write bigint generated always as identity primary key, relation text not null, operation text not null, login text not null);
        create function watch.wrote() returns trigger language plpgsql security definer set search_path = watch, pg_temp as $$
        begin
            if not (tg_table_name = 'audit' and to_jsonb(new) ->> 'outcome' <> 'allowed') then
                insert into writes (relation, operation, login) values (tg_table_name, tg_op, session_user);
            end if;
            return null;
        end $$;
        do $$
        declare found record;
        begin
            for found in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
                          where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('watch', 'information_schema') and n.nspname not like 'pg\_%' loop
                execute format('create trigger watch_writes after insert or update or delete on %s for each row execute function watch.wrote()', found.name);
            end loop;
        end $$;
        """;
}
