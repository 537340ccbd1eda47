using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Platform.Guards.Tests;

/// <summary>Which guard of the functions is removed, for the whole server: a setting of it, at which the switches look.</summary>
public static class RemovedInDatabases
{
    private const string Setting = "platform.removed";

    /// <summary>The condition of a switch: that its guard is removed.</summary>
    public static string Is(string guard) => $"{Now} = '{KeyOf(guard)}'";

    /// <summary>Makes the server take a guard of the functions to be removed, or none for another one's name, also in the connections that are open.</summary>
    public static async Task SetAsync(NpgsqlConnection administrator, string guard)
    {
        var key = guard.StartsWith(FunctionGuards.Prefix, StringComparison.Ordinal) ? KeyOf(guard) : "";
        foreach (var sql in (string[])[$"set {Setting} = ''", key == "" ? $"alter system reset {Setting}" : $"alter system set {Setting} = '{key}'", $"reset {Setting}", "select pg_reload_conf()"]) await ExecuteAsync(sql);
        for (var tries = 0; await ExecuteAsync($"select {Now}") as string != key; tries++)
        {
            Assert.True(tries < 500, "The server does not read its settings again.");
            await Task.Delay(5);
        }

        await Task.Delay(30);   // the server's other processes were told at the same time

        async Task<object?> ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, administrator);
            return await command.ExecuteScalarAsync();
        }
    }

    private const string Now = $"coalesce(current_setting('{Setting}', true), '')";

    private static string KeyOf(string guard) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(guard)))[..16];
}
