using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>What was done on a mission may name it.</summary>
internal static class NamedMission
{
    /// <summary>The refusal, by the field, where one is named that the caller does not keep: not there and not theirs are told alike.</summary>
    public static async Task<Refusal?> RefusesAsync(Work work, Guid? missionId) =>
        missionId is null || await work.QuerySingleOrDefaultAsync<bool>(IsKept, new { missionId }) ? null
            : Refusal.Field("$.missionId", Texts.In("No mission of yours.", "ليست مهمة من مهامك.", "Aucune mission à vous."));

    // what may be locked may be changed, so it is kept
    private const string IsKept = "select exists (select 1 from missions where mission_id = @missionId and state <> 'cancelled' for key share)";
}
