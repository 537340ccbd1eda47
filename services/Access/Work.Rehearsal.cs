using Npgsql;

namespace Platform.Access;

/// <content>A unit of work in somebody else's scope, to see what they would see: it enters nothing and never commits.</content>
public sealed partial class Work
{
    private bool IsRehearsal => ReferenceEquals(request, Request.Rehearsal);

    /// <summary>Does what was gathered, in a unit of work that never commits: to see what would be, while nobody else sees anything.</summary>
    public async Task RehearseAsync()
    {
        if (!IsRehearsal)
        {
            throw new InvalidOperationException("What may commit is not tried beforehand.");
        }

        await using var batch = new NpgsqlBatch(connection);
        AddScope(batch);
        changes.ForEach(batch.BatchCommands.Add);
        changes.Clear();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await ReadNowAsync(reader);
        await DrainAsync(reader);
    }

    private void RefuseInRehearsal()
    {
        if (IsRehearsal)
        {
            throw new InvalidOperationException("A rehearsal never commits.");
        }
    }
}
