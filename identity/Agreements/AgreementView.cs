using Platform.Access;
using Platform.Identity.Agencies;

namespace Platform.Identity.Agreements;

/// <summary>A data-sharing agreement: who may receive which packages from whom, for what, where and how long. It holds no data about people.</summary>
/// <param name="AgreementId">Its id.</param>
/// <param name="Code">As <c>libya-protection-referrals</c>.</param>
/// <param name="State">draft, signed (by all, not in force yet), coming (in force from its first day), in-force, lapsed (after its last day) or ended.</param>
/// <param name="PartyIds">The agencies it is between.</param>
/// <param name="SignedIds">Those that signed.</param>
/// <param name="LeftIds">Those that left it: it gives them nothing, and nothing of theirs, any more.</param>
/// <param name="Purposes">Codes of purpose.csv.</param>
/// <param name="Packages">Codes of package.csv.</param>
/// <param name="AreaCodes">P-codes or prefixes; <c>*</c> for everywhere.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
/// <param name="DraftedBy">The administrator who drafted it.</param>
/// <param name="ActivatedBy">The other one, who put it into force.</param>
/// <param name="EndedAt">When it was ended before its last day.</param>
public sealed record AgreementView(
    Guid AgreementId, string Code, string State, Guid[] PartyIds, Guid[] SignedIds, Guid[] LeftIds, string[] Purposes, string[] Packages, string[] AreaCodes,
    DateOnly From, DateOnly Until, Guid? DraftedBy, Guid? ActivatedBy, DateTimeOffset? EndedAt)
{
    internal static async Task<object?> RebuildAsync(Work work, Guid agreementId) => await work.QuerySingleOrDefaultAsync<AgreementView>(SelectOne, new { agreementId });

    /// <summary>The agreement, read when nobody else is moving it any more; null when it is not the caller's.</summary>
    internal static Task<AgreementView?> LockAsync(Work work, Guid agreementId)
    {
        work.LockFirst(Grantee.Number(agreementId));
        return work.QuerySingleOrDefaultAsync<AgreementView>(SelectOne, new { agreementId });
    }

    /// <summary>Those of the caller's agency, for the lead all. What is not theirs is not there.</summary>
    internal const string ByCaller = $"""
        (exists (select from agreement_parties own where own.agreement_id = a.agreement_id and own.agency_id = access.agency()) or {Administered.ByLead})
        """;

    internal const string SelectOne = $"{Select} where a.agreement_id = @agreementId and {ByCaller}";

    internal const string Select = """
        select a.agreement_id, a.code,
               case when a.ended_at is not null then 'ended'
                    when not a.active then case when p.all_signed then 'signed' else 'draft' end
                    when a.valid_until < access.day() then 'lapsed'
                    when a.valid_from > access.day() then 'coming'
                    else 'in-force' end as state,
               p.party_ids, p.signed_ids, p.left_ids, a.purposes, a.packages, a.area_codes, a.valid_from as "from", a.valid_until as until,
               a.drafted_by, a.activated_by, a.ended_at
          from agreements a
          cross join lateral (
              select array_agg(agency_id order by agency_id) as party_ids, bool_and(signed_at is not null) as all_signed,
                     coalesce(array_agg(agency_id order by agency_id) filter (where signed_at is not null), '{}') as signed_ids,
                     coalesce(array_agg(agency_id order by agency_id) filter (where left_at is not null), '{}') as left_ids
                from agreement_parties where agreement_id = a.agreement_id) p
        """;
}
