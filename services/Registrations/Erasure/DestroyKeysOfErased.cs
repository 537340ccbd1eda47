using Platform.Access;

namespace Platform.Registrations.Erasure;

/// <summary>
/// The keys of erased people and of the exports that name them are destroyed, and that is confirmed. What there is to do is in the database: whoever dies between two lines of this is
/// followed by somebody who does it again.
/// </summary>
public sealed class DestroyKeysOfErased(JobDatabase database, KeyStore keys, ILogger<DestroyKeysOfErased> logger) : Recurring(TimeSpan.FromSeconds(2), logger)
{
    private sealed record Erased(Guid ErasureId, Guid PersonId, int Tokens, Guid[] Exports);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var erased = await work.QueryAsync<Erased>(LockUnconfirmed, new { service = ErasureProof.Registrations });
        await keys.DestroyAsync([.. erased.Select(one => one.PersonId), .. erased.SelectMany(one => one.Exports).Distinct()], ct);   // first: a proof that says destroyed is never wrong
        foreach (var one in erased)
        {
            work.Confirm(one.ErasureId, ErasureProof.Registrations, keys: 1 + one.Exports.Length, one.Tokens);
        }

        if (erased.Count > 0)
        {
            await work.CommitAsync();
        }

        return erased.Count;
    }

    private const string LockUnconfirmed = """
        select erasure_id, person_id, tokens, array(select exports_of(person_id)) as exports from erasures e
         where status = 'approved' and not exists (select 1 from erasure_confirmations c where c.erasure_id = e.erasure_id and c.service = @service)
         order by decided_at limit 100
           for update of e skip locked
        """;
}
