using System.Text;
using Npgsql;

namespace Platform.Tests.Running;

/// <summary>Looks for words in every column of every table of the platform, as text and as the bytes of it.</summary>
public static class PlainText
{
    private static readonly string[] Databases = ["registrations", "assessments", "referrals", "identity", "keys", "erasures"];

    /// <summary>Where a word stands: database, table and word of each place.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(RunningPlatform platform, IReadOnlyCollection<string> words)
    {
        List<string> found = [];
        foreach (var name in Databases)
        {
            await using var database = await platform.OpenDatabaseAsync(name);
            var tables = new List<string>();
            await using (var list = new NpgsqlCommand("select format('%I.%I', table_schema, table_name) from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1", database))
            await using (var reader = await list.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
            }

            foreach (var table in tables)
            {
                var places = new HashSet<string>();
                await using var look = new NpgsqlCommand($"select t::text from {table} t", database);   // which shows bytea as hex
                await using var rows = await look.ExecuteReaderAsync();
                while (await rows.ReadAsync())
                {
                    var row = rows.GetString(0);
                    places.UnionWith(words.Where(word => row.Contains(word, StringComparison.OrdinalIgnoreCase) || row.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word)), StringComparison.Ordinal)));
                }

                found.AddRange(places.Select(word => $"{name} {table}: {word}"));
            }
        }

        return found;
    }
}
