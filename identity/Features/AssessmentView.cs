using Platform.Access;

namespace Platform.Identity.Features;

/// <summary>An impact assessment of a feature at an agency. Each one is a version; the newest that was approved is the one that counts.</summary>
/// <param name="AssessmentId">Its id.</param>
/// <param name="Feature">Code of feature.csv.</param>
/// <param name="AgencyId">For which agency.</param>
/// <param name="Version">1, 2, … for this feature and agency.</param>
/// <param name="State">asked (another administrator has to approve it), approved, lapsed (after its last day), superseded (a newer one was approved) or revoked.</param>
/// <param name="Summary">Risks and measures.</param>
/// <param name="ReviewOn">Its last day: by then there is another one.</param>
/// <param name="AskedBy">The administrator who wrote it.</param>
/// <param name="AskedAt">When.</param>
/// <param name="ApprovedBy">The other one, who approved it.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="RevokedAt">When it was revoked.</param>
public sealed record AssessmentView(
    Guid AssessmentId, string Feature, Guid AgencyId, int Version, string State, string Summary, DateOnly ReviewOn, Guid AskedBy, DateTimeOffset AskedAt, Guid? ApprovedBy,
    DateTimeOffset? ApprovedAt, DateTimeOffset? RevokedAt)
{
    internal static async Task<object?> RebuildAsync(Work work, Guid assessmentId) => await work.QuerySingleOrDefaultAsync<AssessmentView>(SelectOne, new { assessmentId });

    /// <summary>The assessment, read when nobody else is moving one of its agency any more; null when there is none.</summary>
    internal static async Task<AssessmentView?> LockAsync(Work work, Guid assessmentId)
    {
        if (await work.QuerySingleOrDefaultAsync<AssessmentView>(SelectOne, new { assessmentId }) is not { } found)
        {
            return null;
        }

        work.LockFirst(Grantee.Number(found.AgencyId));
        return await work.QuerySingleOrDefaultAsync<AssessmentView>(SelectOne, new { assessmentId });
    }

    internal const string SelectOne = $"{Select} where i.assessment_id = @assessmentId";

    internal const string Select = """
        select i.assessment_id, i.feature, i.agency_id, i.version,
               case when i.revoked_at is not null then 'revoked'
                    when i.approved_at is null then 'asked'
                    when exists (select from impact_assessments newer where newer.agency_id = i.agency_id and newer.feature = i.feature
                                    and newer.version > i.version and newer.approved_at is not null) then 'superseded'
                    when i.review_on < access.day() then 'lapsed'
                    else 'approved' end as state,
               i.summary, i.review_on, i.asked_by, i.asked_at, i.approved_by, i.approved_at, i.revoked_at
          from impact_assessments i
        """;
}
