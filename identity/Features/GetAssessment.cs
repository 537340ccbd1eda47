using Platform.Access;
using Platform.Hosting;

namespace Platform.Identity.Features;

/// <summary>One impact assessment.</summary>
public static class GetAssessment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/impact-assessments/{assessmentId:guid}", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational).Produces<AssessmentView>();

    private static async Task<IResult> HandleAsync(Guid assessmentId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return await work.CommitAsync<AssessmentView>(AssessmentView.SelectOne, new { assessmentId }) is { } view ? Results.Ok(view) : Refusal.NotFound;
    }
}
