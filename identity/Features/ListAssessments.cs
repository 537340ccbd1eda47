using Platform.Access;

namespace Platform.Identity.Features;

/// <summary>The impact assessments of all agencies, the newest first.</summary>
public static class ListAssessments
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/impact-assessments", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational).Produces<Page<AssessmentView>>();

    private static async Task<IResult> HandleAsync(ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return Results.Ok(new Page<AssessmentView>(await work.CommitRowsAsync<AssessmentView>(Newest, null), Next: null));
    }

    private const string Newest = $"{AssessmentView.Select} order by i.asked_at desc, i.assessment_id desc limit 200";
}
