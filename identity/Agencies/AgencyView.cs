using Platform.Access;
using Platform.Identity.Users;

namespace Platform.Identity.Agencies;

/// <summary>An agency as its administrators see it.</summary>
/// <param name="AgencyId">Its id.</param>
/// <param name="Code">As <c>amal-health</c>.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Kind">Code of agency-kind.csv.</param>
/// <param name="State">pending (a second administrator has to approve it), active or suspended.</param>
/// <param name="AreaCodes">P-codes or prefixes where it works; <c>*</c> for everywhere. Its users, clients and teams work within them.</param>
/// <param name="TotpRequired">Whether all its people need an authenticator app.</param>
/// <param name="TotpRoles">Roles whose holders need one in any case.</param>
/// <param name="AskedBy">The administrator who asked for it.</param>
/// <param name="ApprovedBy">The other one who approved it.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="Version">For If-Match.</param>
public sealed record AgencyView(
    Guid AgencyId, string Code, string Name, string Kind, string State, string[] AreaCodes, bool TotpRequired, string[] TotpRoles,
    Guid? AskedBy, Guid? ApprovedBy, DateTimeOffset? ApprovedAt, int Version)
{
    /// <summary>For its first administrator: answered once, when it is approved.</summary>
    public Invitation? Invitation { get; init; }

    internal static async Task<object?> RebuildAsync(Work work, Guid agencyId) => await work.QuerySingleOrDefaultAsync<AgencyView>(SelectOne, new { agencyId });

    internal const string SelectOne = $"{Select} where agency_id = @agencyId and {Administered.ByCaller}";

    internal const string Select = """
        select agency_id, code, name, kind,
               case when asked_by is not null and approved_by is null then 'pending' when active then 'active' else 'suspended' end as state,
               area_codes, totp_required, totp_roles, asked_by, approved_by, approved_at, version
          from agencies
        """;
}
