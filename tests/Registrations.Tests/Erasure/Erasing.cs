using Npgsql;
using Platform.Registrations.Tests.Transfers;

namespace Platform.Registrations.Tests.Erasure;

/// <summary>The lead's hub in Sabha keeps files and asks; its supervisor and the agency's protection officer decide; its auditor looks.</summary>
public abstract class Erasing : BetweenTeams
{
    protected Partner Officer { get; private set; } = null!;

    protected Partner Auditor { get; private set; } = null!;

    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        Officer = await Platform.SignInAsync("protection-officer@iom-libya.demo");
        Auditor = await Platform.SignInAsync("auditor@iom-libya.demo");
    }

    protected static Task<Answer> AskAsync(Partner by, Guid person, string? note = null, string? key = null) =>
        by.PostAsync($"/api/people/{person}/erasure", new { reasonCode = "person-asked", note }, key);

    protected static Task<Answer> ApproveAsync(Partner by, Guid erasure, string? key = null) => by.PostAsync($"/api/erasures/{erasure}/approval", new { }, key);

    protected static Task<Answer> GetAsync(Partner by, Guid erasure) => by.GetAsync($"/api/erasures/{erasure}");

    /// <summary>Asked for by the hub and approved by the protection officer.</summary>
    protected async Task<Guid> EraseAsync(Guid person)
    {
        var erasure = (await AskAsync(Sabha, person)).Expect(201).Json.Id("erasureId");
        (await ApproveAsync(Officer, erasure)).Expect(200);
        return erasure;
    }

    /// <summary>Once every service has confirmed.</summary>
    protected async Task<Answer> DoneAsync(Guid erasure) => await Eventually.AsyncValue(() => GetAsync(Auditor, erasure), answer => answer.Expect(200).Json.Text("status") == "done");

    protected async Task<long> CountAsync(string database, string sql, params object[] values)
    {
        await using var connection = await Platform.OpenDatabaseAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return (long)(await command.ExecuteScalarAsync())!;
    }

    protected Task<long> KeysAsync(string service, Guid record) => CountAsync("keys", $"select count(*) from {Platform.NameOf(service)}.record_keys where record = $1", record);
}
