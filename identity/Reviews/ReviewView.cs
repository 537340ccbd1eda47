using Platform.Access;

namespace Platform.Identity.Reviews;

/// <summary>A review of an agency's access.</summary>
/// <param name="ReviewId">Its id.</param>
/// <param name="AgencyId">Whose access.</param>
/// <param name="ReviewedBy">The administrator.</param>
/// <param name="ReviewedAt">When.</param>
/// <param name="Note">What came of it.</param>
/// <param name="NextOn">The day of the next one.</param>
public sealed record ReviewView(Guid ReviewId, Guid AgencyId, Guid ReviewedBy, DateTimeOffset ReviewedAt, string Note, DateOnly NextOn)
{
    internal static async Task<object?> RebuildAsync(Work work, Guid reviewId) => await work.QuerySingleOrDefaultAsync<ReviewView>(SelectOne, new { reviewId });

    internal const string SelectOne = $"{Select} where review_id = @reviewId";

    internal const string Select = "select review_id, agency_id, reviewed_by, reviewed_at, note, next_on from access_reviews";
}
