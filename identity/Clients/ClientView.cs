using Platform.Access;
using Platform.Identity.Agencies;

namespace Platform.Identity.Clients;

/// <summary>An agency's system as its administrators see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AgencyId">Whose it is.</param>
/// <param name="ClientId">The name under which it asks for tokens.</param>
/// <param name="State">active or suspended.</param>
/// <param name="Roles">Codes of role.csv.</param>
/// <param name="TeamIds">Its teams, the first its main one.</param>
/// <param name="AreaCodes">P-codes or prefixes where it works; <c>*</c> for everywhere.</param>
/// <param name="PreviousSecretUntil">How long the secret before the present one is good.</param>
public sealed record ClientView(Guid Id, Guid AgencyId, string ClientId, string State, string[] Roles, Guid[] TeamIds, string[] AreaCodes, DateTimeOffset? PreviousSecretUntil)
{
    /// <summary>Answered once, and kept as a hash only.</summary>
    public string? Secret { get; init; }

    internal static async Task<object?> RebuildAsync(Work work, Guid id) => await work.QuerySingleOrDefaultAsync<ClientView>(SelectOne, new { id });

    // the platform's own services and the portal are nobody's to administer
    internal const string SelectOne = $"{Select} where id = @id and agency_id is not null and {Administered.ByCaller}";

    internal const string Select = """
        select id, agency_id, client_id, case when active then 'active' else 'suspended' end as state, roles, team_ids, area_codes,
               case when previous_secret_until > clock_timestamp() then previous_secret_until end as previous_secret_until
          from clients
        """;
}
