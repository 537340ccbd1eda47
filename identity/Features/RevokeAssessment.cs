using Platform.Access;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Features;

/// <summary>An administrator of the lead revokes an impact assessment, at once: what stood on it is off. No older one takes its place. Repeating it changes nothing.</summary>
public static class RevokeAssessment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/impact-assessments/{assessmentId:guid}", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid assessmentId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await AssessmentView.LockAsync(work, assessmentId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.State != "revoked")
        {
            await work.QueryAsync<bool>(Revoke, new { assessmentId });
            await work.AnnounceNotBeforeAsync(found.AgencyId);   // who follows the standing reads it again
        }

        await work.CommitAsync();
        return Results.NoContent();
    }

    private const string Revoke = "update impact_assessments set revoked_by = access.caller(), revoked_at = access.now() where assessment_id = @assessmentId returning true";
}
