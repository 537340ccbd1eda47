using Platform.Registrations.Tests.Transfers;

namespace Platform.Registrations.Tests.Merges;

/// <summary>Somebody whom the lead's hub in Sabha has registered twice, and whose files its caseworker and its supervisor keep.</summary>
public abstract class OnMerges : BetweenTeams
{
    protected async Task<(Guid Kept, Guid Duplicate)> TwiceAsync() => (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());

    protected static Task<Answer> ProposeAsync(Partner by, Guid kept, Guid duplicate) => by.PostAsync($"/api/people/{kept}/merges", new { personId = duplicate });

    protected static Task<Answer> ConfirmAsync(Partner by, Guid merge) => by.PostAsync($"/api/merges/{merge}/confirmation", new { });

    protected static Task<Answer> UndoAsync(Partner by, Guid merge, bool? reviewed = null) => by.PostAsync($"/api/merges/{merge}/undo", new { reviewed });

    protected async Task<(Guid Merge, Guid Kept, Guid Duplicate)> ProposedAsync()
    {
        var (kept, duplicate) = await TwiceAsync();
        return ((await ProposeAsync(Sabha, kept, duplicate)).Expect(201).Json.Id("mergeId"), kept, duplicate);
    }

    protected async Task<(Guid Merge, Guid Kept, Guid Duplicate)> MergedAsync()
    {
        var (merge, kept, duplicate) = await ProposedAsync();
        (await ConfirmAsync(SabhaSupervisor, merge)).Expect(200);
        return (merge, kept, duplicate);
    }

    protected async Task<object?> ScalarAsync(string sql, params object[] parameters)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var command = new Npgsql.NpgsqlCommand(sql, database);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        return await command.ExecuteScalarAsync();
    }

    /// <summary>Whether a file is in the list of who asks.</summary>
    protected static async Task<bool> IsListedAsync(Partner by, Guid person) => (await by.GetAsync("/api/people?limit=200")).Items().Any(item => item.Id("personId") == person);
}
