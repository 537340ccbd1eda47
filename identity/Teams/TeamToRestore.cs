using Platform.Access;
using Platform.Identity.Agencies;

namespace Platform.Identity.Teams;

/// <summary>A team that an administrator is about to restore.</summary>
/// <param name="State">active, evacuated or restoration-asked.</param>
/// <param name="RestorationAskedBy">Who asked, if anybody did.</param>
/// <param name="IsCallers">Whether the caller is one of the team.</param>
internal sealed record TeamToRestore(string State, Guid? RestorationAskedBy, bool IsCallers)
{
    /// <summary>The team, locked; null when it is not the caller's to administer.</summary>
    public static Task<TeamToRestore?> FindAsync(Work work, Guid teamId) => work.QuerySingleOrDefaultAsync<TeamToRestore>(Lock, new { teamId });

    private const string Lock = $"""
        select {TeamView.StateOf} as state, restoration_asked_by, exists (select from users u where u.id = access.caller() and team_id = any (u.team_ids)) as is_callers
          from {TeamView.From} where team_id = @teamId and {Administered.ByCaller} for update of teams
        """;
}
