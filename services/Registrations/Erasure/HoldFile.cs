using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Registrations.Erasure;

/// <summary>A protection officer says that a file must not be erased for now: nothing asked for is approved and no rule applies.</summary>
public static class HoldFile
{
    /// <summary>Why, and for how long.</summary>
    /// <param name="ReasonCode">Code of hold-reason.csv.</param>
    /// <param name="Until">The last day of the hold; without one it stands until it is lifted.</param>
    public sealed record Request(string? ReasonCode, DateOnly? Until);

    private const int MostYears = 10;

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(request => request.ReasonCode).NotEmpty().CodeOf(CodeList.HoldReasons.Contains);
            RuleFor(request => request.Until).Must(until => until is null || (until >= today && until <= today.AddYears(MostYears))).WithMessage(_ => Texts.In(
                $"From today to {MostYears} years ahead; without it until the hold is lifted.", $"من اليوم إلى {MostYears} سنوات؛ ومن دونه إلى أن يُرفع الحجز.", $"D'aujourd'hui à {MostYears} ans ; sans elle jusqu'à la levée."));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/legal-hold", HandleAsync).RequireAuthorization(Policies.HoldFiles).Audited(DataClass.Ledger).Idempotent()
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var files = await work.QueryAsync<Guid>(Files, new { personId });
        if (files.Count == 0)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        foreach (var file in files)   // whatever was merged with it is held with it
        {
            var holdId = Guid.CreateVersion7();
            if (await work.QuerySingleOrDefaultAsync<bool?>(Place, new { holdId, file, body.Value.ReasonCode, body.Value.Until }) is not true)
            {
                return Refusal.WrongState("held");
            }

            work.Publish(new LegalHoldPlaced { SubjectId = holdId, SubjectVersion = 1, OccurredAt = work.Now, PersonId = file, Until = body.Value.Until });
        }

        work.AuditRecords(files);
        work.Answers(StatusCodes.Status204NoContent, personId);
        await work.CommitAsync();
        return Results.NoContent();
    }

    private const string Files = "select files_to_hold(@personId)";

    private const string Place = "select place_hold(@holdId, @file, @reasonCode, @until)";
}
