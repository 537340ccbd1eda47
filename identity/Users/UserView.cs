using Platform.Access;
using Platform.Identity.Agencies;

namespace Platform.Identity.Users;

/// <summary>A person as their administrators see them.</summary>
/// <param name="UserId">Their id.</param>
/// <param name="AgencyId">Their one agency.</param>
/// <param name="Login">What they sign in with.</param>
/// <param name="State">invited (no password yet), active or suspended.</param>
/// <param name="Roles">Codes of role.csv that they hold now.</param>
/// <param name="TeamIds">Their teams, the first their main one.</param>
/// <param name="AreaCodes">P-codes or prefixes where they work; <c>*</c> for everywhere.</param>
/// <param name="HasAuthenticator">Whether they registered an authenticator app.</param>
/// <param name="AdministrationAskedBy">Who asked that they administer access, while another administrator has not approved it.</param>
/// <param name="AuthenticatorRemovalAskedBy">Who asked that the app be removed, while another administrator has not approved it.</param>
/// <param name="Version">For If-Match.</param>
public sealed record UserView(
    Guid UserId, Guid AgencyId, string Login, string State, string[] Roles, Guid[] TeamIds, string[] AreaCodes, bool HasAuthenticator, Guid? AdministrationAskedBy,
    Guid? AuthenticatorRemovalAskedBy, int Version)
{
    /// <summary>Answered once.</summary>
    public Invitation? Invitation { get; init; }

    internal static async Task<object?> RebuildAsync(Work work, Guid userId) => await work.QuerySingleOrDefaultAsync<UserView>(SelectOne, new { userId });

    internal const string SelectOne = $"{Select} where id = @userId and {Administered.ByCaller}";

    internal const string Select = """
        select id as user_id, agency_id, user_name as login, case when not active then 'suspended' when password_hash is null then 'invited' else 'active' end as state,
               roles, team_ids, area_codes, two_factor_enabled as has_authenticator, administration_asked_by, authenticator_removal_asked_by,
               access_version as version
          from users
        """;
}
