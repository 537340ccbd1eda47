using Platform.Access;
using Platform.Identity.Agencies;

namespace Platform.Identity.Teams;

/// <summary>A hub or unit of an agency.</summary>
/// <param name="TeamId">Its id.</param>
/// <param name="Code">Unique in its agency.</param>
/// <param name="Name">As people call it.</param>
/// <param name="AreaCodes">P-codes or prefixes where it works.</param>
/// <param name="Version">For If-Match.</param>
/// <param name="State">active, evacuated, or restoration-asked while a second administrator has to approve.</param>
/// <param name="EvacuatedAt">Since when it is evacuated.</param>
/// <param name="EvacuationReason">Why.</param>
/// <param name="RestorationAskedBy">Who asked that it be restored.</param>
public sealed record TeamView(Guid TeamId, string Code, string Name, string[] AreaCodes, int Version, string State, DateTimeOffset? EvacuatedAt, string? EvacuationReason, Guid? RestorationAskedBy)
{
    internal static async Task<object?> RebuildAsync(Work work, Guid teamId) => await work.QuerySingleOrDefaultAsync<TeamView>(SelectOne, new { teamId });

    /// <summary>One of the caller's agency, and to an administrator of the lead every one.</summary>
    internal const string SeenByCaller = $"(agency_id = access.agency() or ('access-admin' = any (access.roles()) and {Administered.ByLead}))";

    internal const string SelectOne = $"{Select} where team_id = @teamId and {SeenByCaller}";

    internal const string Select = $"select team_id, code, name, area_codes, version, {StateOf} as state, evacuated_at, evacuation_reason, restoration_asked_by from {From}";

    internal const string StateOf = "case when evacuated_at is null then 'active' when restoration_asked_by is null then 'evacuated' else 'restoration-asked' end";

    internal const string From = """
        teams left join (select team_id as of_team, reason_code as evacuation_reason, restoration_asked_by from evacuations where restored_at is null) e on e.of_team = team_id
        """;
}
