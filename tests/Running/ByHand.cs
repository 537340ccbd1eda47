using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Platform.Tests.Running;

/// <summary>
/// A function of a service's database, called by hand as if the code before it had let everybody in: on rows that were planted, in a transaction that
/// never commits. In its statements a word behind a colon is an id of this call: <c>:me</c> and <c>:agency</c> are who asks, <c>:desk</c> a grantee of theirs.
/// </summary>
public static partial class ByHand
{
    public const string Refused = "refused";

    /// <summary>What came of it: the value as text, <c>refused</c>, or <c>nothing</c> for null and for no row.</summary>
    /// <param name="platform">Whose service.</param>
    /// <param name="service">Whose database.</param>
    /// <param name="roles">Of who asks: codes of role.csv, with commas.</param>
    /// <param name="planted">Statements that make it so that they may.</param>
    /// <param name="otherwise">What is different this time; empty for nothing.</param>
    /// <param name="call">The one statement of the login.</param>
    /// <param name="afterwards">A query whose value says more than the call's; none for the call's own.</param>
    /// <param name="login">Whose login calls.</param>
    public static async Task<string> OutcomeAsync(RunningPlatform platform, string service, string roles, string planted, string otherwise, string call, string? afterwards = null, string login = "app")
    {
        var ids = new Dictionary<string, Guid>();
        await using var database = await platform.OpenDatabaseAsync(service);
        await using var transaction = await database.BeginTransactionAsync();
        await ValueAsync($$"""
            {{planted}};
            select set_config('app.caller', :me::text, true), set_config('app.agency', :agency::text, true), set_config('app.roles', '{{{roles}}}', true),
                   set_config('app.grantees', '{' || :me::text || ',' || :desk::text || '}', true);
            {{otherwise}}
            """);
        await ValueAsync($"savepoint called; set local session authorization {platform.NameOf(service)}_{login}");
        string outcome;
        try
        {
            outcome = await ValueAsync(call);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return Refused;
        }

        if (afterwards is null) return outcome;

        await ValueAsync("reset session authorization");
        return await ValueAsync(afterwards);

        async Task<string> ValueAsync(string sql)
        {
            await using var command = new NpgsqlCommand(Word().Replace(sql, word => $"'{IdOf(word.Groups[1].Value)}'::uuid"), database);
            return await command.ExecuteScalarAsync() is { } value and not DBNull ? Convert.ToString(value, CultureInfo.InvariantCulture)! : "nothing";
        }

        Guid IdOf(string word) => ids.TryGetValue(word, out var id) ? id : ids[word] = Guid.CreateVersion7();
    }

    [GeneratedRegex(@"(?<![:\w]):([a-z]+)\b")]
    private static partial Regex Word();
}
