using Npgsql;

namespace Platform.Access;

/// <content>More than memory should hold.</content>
public sealed partial class Work
{
    /// <summary>Sends what was gathered so far and goes on, where all of it would be too much to gather. Nobody sees any of it before the commit, and without one it was never there.</summary>
    public async Task SendAsync()
    {
        RefuseInRehearsal();
        if (changes.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection);
        AddScope(batch);
        changes.ForEach(batch.BatchCommands.Add);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await ReadNowAsync(reader);
        await DrainAsync(reader);
        changes.Clear();
    }
}
