using Platform.Access;

namespace Platform.Registrations.Oversight;

/// <summary>The people whose data was read or changed with a secret that leaked: who has to be told.</summary>
public static class ExposedPeople
{
    /// <summary>A person.</summary>
    /// <param name="PersonId">Their id.</param>
    /// <param name="CaseCode">Their case code; none while the file is out of reach, or where it is gone.</param>
    /// <param name="OwnerAgencyId">The agency whose file it is, which tells them.</param>
    /// <param name="DataClasses">identity, consent, envelope, ledger …: what kind of data.</param>
    /// <param name="FirstAt">The first time.</param>
    /// <param name="LastAt">The last time.</param>
    /// <param name="Times">How often.</param>
    public sealed record Line(Guid PersonId, string? CaseCode, Guid OwnerAgencyId, string[] DataClasses, DateTimeOffset FirstAt, DateTimeOffset LastAt, long Times);

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapExposure<Line>(Select, line => (line.LastAt, line.PersonId));

    // a file is opened by its own agency only
    private const string Select = """
        select person_id, case_code, @agencyId as owner_agency_id, data_classes, first_at, last_at, times
          from exposed_people(@agencyId, @caller, @from, @until, @before, @beforeRecord, @limit)
        """;
}
