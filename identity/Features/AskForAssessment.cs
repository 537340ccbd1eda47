using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Identity.Agencies;

namespace Platform.Identity.Features;

/// <summary>An administrator of the lead writes down what a feature risks at an agency and what is done about it. It counts once another one approved it.</summary>
public static class AskForAssessment
{
    /// <summary>The assessment. It is not changed later: a newer one takes its place.</summary>
    /// <param name="Feature">Code of feature.csv.</param>
    /// <param name="AgencyId">For which agency.</param>
    /// <param name="Summary">Risks and measures; nothing about people helped.</param>
    /// <param name="ReviewOn">Its last day, within a year; a year from now without it.</param>
    public sealed record Request(string? Feature, Guid? AgencyId, string? Summary, DateOnly? ReviewOn);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(assessment => assessment.Feature).NotEmpty().CodeOf(CodeList.Features.Contains);
            RuleFor(assessment => assessment.AgencyId).NotEmpty();
            RuleFor(assessment => assessment.Summary).NotEmpty().PlainText(2000);
            RuleFor(assessment => assessment.ReviewOn).Must(day => day is null || (day > today && day <= today.AddYears(1)))
                .WithMessage(_ => Texts.In("From tomorrow to a year ahead.", "من الغد حتى سنة.", "De demain à un an."));
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/impact-assessments", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(AssessmentView.RebuildAsync).Produces<AssessmentView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        await work.BeginAsync();
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        if (body.Refuses(new Rules(today)) is { } refusal)
        {
            return refusal;
        }

        var asked = body.Value;
        work.LockFirst(Grantee.Number(asked.AgencyId!.Value));
        if (await Administered.FindAsync(work, asked.AgencyId) is null)
        {
            return Administered.NoSuchAgency;
        }

        var assessmentId = Guid.CreateVersion7();
        work.Update(Insert, new { assessmentId, asked.AgencyId, asked.Feature, asked.Summary, reviewOn = asked.ReviewOn ?? today.AddYears(1) });
        work.Answers(StatusCodes.Status201Created, assessmentId);
        return Results.Created($"/api/impact-assessments/{assessmentId}", await work.CommitAsync<AssessmentView>(AssessmentView.SelectOne, new { assessmentId }));
    }

    private const string Insert = """
        insert into impact_assessments (assessment_id, agency_id, feature, version, summary, review_on, asked_by, asked_at)
        select @assessmentId, @agencyId, @feature, coalesce(max(version), 0) + 1, @summary, @reviewOn, access.caller(), access.now()
          from impact_assessments where agency_id = @agencyId and feature = @feature
        """;
}
