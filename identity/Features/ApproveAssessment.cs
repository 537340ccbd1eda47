using Platform.Access;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Features;

/// <summary>Another administrator of the lead than the one who wrote it approves an impact assessment; from then on it counts, and older ones do not.</summary>
public static class ApproveAssessment
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/impact-assessments/{assessmentId:guid}/approval", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(AssessmentView.RebuildAsync).Produces<AssessmentView>();

    private static async Task<IResult> HandleAsync(Guid assessmentId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await AssessmentView.LockAsync(work, assessmentId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.AskedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // nobody approves their own
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.State != "asked" || found.ReviewOn < DateOnly.FromDateTime(work.Now.UtcDateTime))
        {
            return Refusal.WrongState(found.State == "asked" ? "lapsed" : found.State);
        }

        // one that was written before another that counts already would change nothing
        if (await work.QuerySingleOrDefaultAsync<bool>(Superseded, new { found.AgencyId, found.Feature, found.Version }))
        {
            return Refusal.WrongState("superseded");
        }

        await work.QueryAsync<bool>(Approve, new { assessmentId });
        await work.AnnounceNotBeforeAsync(found.AgencyId);   // who follows the standing reads it again
        work.Answers(StatusCodes.Status200OK, assessmentId);
        return Results.Ok(await work.CommitAsync<AssessmentView>(AssessmentView.SelectOne, new { assessmentId }));
    }

    private const string Superseded = """
        select exists (select from impact_assessments where agency_id = @agencyId and feature = @feature and version > @version and approved_at is not null)
        """;

    private const string Approve = "update impact_assessments set approved_by = access.caller(), approved_at = access.now() where assessment_id = @assessmentId returning true";
}
