using Platform.Access;

namespace Platform.Referrals.Oversight;

/// <summary>The referrals that were read or moved with a secret that leaked, and the agency that has to tell the person each is about.</summary>
public static class ExposedReferrals
{
    /// <summary>A referral.</summary>
    /// <param name="ReferralId">Its id.</param>
    /// <param name="PersonId">Whom it is about; only for the agency that sent it and the lead's administrators.</param>
    /// <param name="OwnerAgencyId">The agency that sent it, whose file the person's is.</param>
    /// <param name="DataClasses">envelope or packet: what kind of data.</param>
    /// <param name="FirstAt">The first time.</param>
    /// <param name="LastAt">The last time.</param>
    /// <param name="Times">How often.</param>
    public sealed record Line(Guid ReferralId, Guid? PersonId, Guid OwnerAgencyId, string[] DataClasses, DateTimeOffset FirstAt, DateTimeOffset LastAt, long Times);

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapExposure<Line>(Select, line => (line.LastAt, line.ReferralId));

    // the database knows administrators, and not which of them are the lead's
    private const string Select = """
        select referral_id, case when @byLead or owner_agency_id = access.agency() then person_id end as person_id, owner_agency_id, data_classes, first_at, last_at, times
          from exposed_referrals(@agencyId, @caller, @from, @until, @before, @beforeRecord, @limit)
        """;
}
