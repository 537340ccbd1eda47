using FluentValidation;
using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;

namespace Platform.Identity.Reviews;

/// <summary>That an administrator of the lead looked through an agency's access, what came of it, and when it is to be looked through again.</summary>
public static class RecordReview
{
    /// <summary>What came of it.</summary>
    /// <param name="Note">In a sentence or two; nothing about people helped.</param>
    /// <param name="NextOn">The day of the next one, within a year.</param>
    public sealed record Request(string? Note, DateOnly? NextOn);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(review => review.Note).NotEmpty().PlainText(2000);
            RuleFor(review => review.NextOn).NotEmpty();
            RuleFor(review => review.NextOn).Must(day => day is null || (day > today && day <= today.AddYears(1)))
                .WithMessage(_ => Texts.In("From tomorrow to a year ahead.", "من الغد حتى سنة.", "De demain à un an."));
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/agencies/{agencyId:guid}/reviews", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational)
            .Idempotent(ReviewView.RebuildAsync).Produces<ReviewView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid agencyId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await Administered.FindAsync(work, agencyId) is null)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        var reviewId = Guid.CreateVersion7();
        work.Update(Insert, new { reviewId, agencyId, body.Value.Note, body.Value.NextOn });
        work.Answers(StatusCodes.Status201Created, reviewId);
        return Results.Created($"/api/agencies/{agencyId}/reviews", await work.CommitAsync<ReviewView>(ReviewView.SelectOne, new { reviewId }));
    }

    private const string Insert = """
        insert into access_reviews (review_id, agency_id, reviewed_by, reviewed_at, note, next_on) values (@reviewId, @agencyId, access.caller(), access.now(), @note, @nextOn)
        """;
}
