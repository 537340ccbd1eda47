using Npgsql;

namespace Platform.Access;

/// <content>What was refused, in a transaction of its own.</content>
public sealed partial class Work
{
    internal async Task CommitRefusalAsync(string outcome)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddScope(batch);
        batch.BatchCommands.Add(Statement.Of(InsertRefusal, new { request.Action, dataClass = request.DataClass is { } audited ? Word(audited) : null, request.Record, outcome, request.Trace }));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await batch.ExecuteNonQueryAsync(ct);
        begun = false;
    }

    private const string InsertRefusal = """
        insert into access.audit (caller, agency, action, data_class, records, outcome, trace)
        values (access.caller(), access.agency(), @action, @dataClass, array_remove(array[@record], null), @outcome, @trace)
        """;
}
