using Platform.Access;
using Platform.Referrals.Referrals;

namespace Platform.Referrals.Directory;

/// <summary>
/// Who else offers the service in the area, after a rejection or a return: those with an agreement in force for what would be sent, and places free,
/// the nearest area first, then the most places, then who verified the offer last.
/// </summary>
internal static class NextProviders
{
    private const int Most = 5;

    private sealed record Offer(Guid AgencyId, string ServiceCode, string[] AreaCodes, int? Capacity);

    public static async Task<IReadOnlyList<ReferralView.ProviderView>> ForAsync(Work work, string serviceCode, string areaCode, string[] packages, Guid refusedBy)
    {
        var standing = work.Service<Standings>().Current;
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        var offers = await work.QueryAsync<Offer>(Select, new { serviceCode, areaCode, refusedBy });
        return
        [
            .. offers.Where(offer => standing.AgreementFor(work.Caller.Agency, offer.AgencyId, "service-referral", packages, areaCode, today) is not null)
                .Take(Most)
                .Select(offer => new ReferralView.ProviderView(offer.AgencyId, offer.ServiceCode, offer.AreaCodes, offer.Capacity)),
        ];
    }

    private const string Select = """
        select o.agency_id, o.service_code, o.area_codes, o.capacity
          from services_offered o
         cross join lateral (select max(length(area)) filter (where area <> '*') as nearness, count(*) as areas from unnest(o.area_codes) as area
                              where area = '*' or starts_with(@areaCode, area)) a
         where o.service_code = @serviceCode and o.accepts_referrals and coalesce(o.capacity, 1) > 0 and a.areas > 0
           and o.agency_id not in (@refusedBy, access.agency())
         order by a.nearness desc nulls last, o.capacity desc nulls last, o.last_verified_on desc, o.agency_id
        """;
}
