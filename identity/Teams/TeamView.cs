using Platform.Access;
using Platform.Identity.Agencies;

namespace Platform.Identity.Teams;

/// <summary>A hub or unit of an agency.</summary>
/// <param name="TeamId">Its id.</param>
/// <param name="Code">Unique in its agency.</param>
/// <param name="Name">As people call it.</param>
/// <param name="AreaCodes">P-codes or prefixes where it works.</param>
/// <param name="Version">For If-Match.</param>
public sealed record TeamView(Guid TeamId, string Code, string Name, string[] AreaCodes, int Version)
{
    internal static async Task<object?> RebuildAsync(Work work, Guid teamId) => await work.QuerySingleOrDefaultAsync<TeamView>(SelectOne, new { teamId });

    internal const string SelectOne = $"{Select} where team_id = @teamId and {Administered.ByCaller}";

    internal const string Select = "select team_id, code, name, area_codes, version from teams";
}
