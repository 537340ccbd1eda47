using Npgsql;

namespace Platform.Access;

/// <content>What was refused, in a transaction of its own.</content>
public sealed partial class Work
{
    /// <summary>Enters that something was refused, alone: nothing else of this unit of work is done.</summary>
    /// <param name="outcome">What kind of refusal, as <c>forbidden</c>.</param>
    /// <param name="record">The record it was about; by default the path's.</param>
    public async Task CommitRefusalAsync(string outcome, Guid? record = null)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddScope(batch);
        batch.BatchCommands.Add(Statement.Of(InsertRefusal, new { request.Action, dataClass = request.DataClass is { } audited ? Word(audited) : null, record = record ?? request.Record, outcome, request.Trace }));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await batch.ExecuteNonQueryAsync(ct);
        begun = false;
    }

    private const string InsertRefusal = """
        insert into access.audit (caller, agency, action, data_class, records, outcome, trace)
        values (access.caller(), access.agency(), @action, @dataClass, array_remove(array[@record], null), @outcome, @trace)
        """;
}
