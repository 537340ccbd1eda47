using Platform.Access;

namespace Platform.Registrations.Erasure;

/// <summary>Who has to say that it destroyed what it held of a person, and what is kept of that.</summary>
internal static class ErasureProof
{
    /// <summary>This service's own name.</summary>
    public const string Registrations = "registrations";

    /// <summary>Every service that may hold something of a person, with what its records are. Identity holds nothing of one.</summary>
    public static IReadOnlyList<(string Service, string RecordType)> Services { get; } = [(Registrations, "person"), ("referrals", "referral")];

    /// <summary>Enters what a service confirms, once; with the last of them the erasure is done. Its row must be locked.</summary>
    public static void Confirm(this Work work, Guid erasureId, string service, int keys, int tokens)
    {
        work.Execute(Enter, new { erasureId, service, keys, tokens });
        work.Execute(Finish, new { erasureId, services = Services.Select(awaited => awaited.Service).ToArray() });
    }

    private const string Enter = """
        insert into erasure_confirmations (erasure_id, service, keys, tokens, confirmed_at) values (@erasureId, @service, @keys, @tokens, access.now()) on conflict do nothing
        """;

    private const string Finish = """
        update erasures e set status = 'done', done_at = access.now()
         where e.erasure_id = @erasureId and e.status = 'approved'
           and not exists (select 1 from unnest(@services) as awaited(service)
                            where not exists (select 1 from erasure_confirmations c where c.erasure_id = e.erasure_id and c.service = awaited.service))
        """;
}
