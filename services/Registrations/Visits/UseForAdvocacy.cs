using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>
/// What was shared of a visit was used to ask for something better: before whom, and when. Where reprisals against those who talked are not ruled out, it also says what is done against them.
/// </summary>
public static class UseForAdvocacy
{
    /// <summary>The use.</summary>
    /// <param name="Audience">Code of advocacy-audience.csv.</param>
    /// <param name="UsedOn">The day; never ahead, nor before the visit.</param>
    /// <param name="What">What was asked for or said. Sealed.</param>
    /// <param name="Mitigation">What keeps those who talked from harm. Sealed.</param>
    public sealed record Request(string? Audience, DateOnly? UsedOn, string? What, string? Mitigation);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly visitedOn, DateOnly today, bool mayHarm)
        {
            RuleFor(use => use.Audience).NotEmpty().CodeOf(CodeList.AdvocacyAudiences.Contains);
            RuleFor(use => use.UsedOn).NotNull();
            RuleFor(use => use.UsedOn).Must(day => day is null || (day >= visitedOn && day <= today))
                .WithMessage(_ => Texts.In("From the day of the visit to today.", "من يوم الزيارة إلى اليوم.", "Du jour de la visite à aujourd’hui."));
            RuleFor(use => use.What).NotEmpty().PlainText(4000);
            RuleFor(use => use.Mitigation).PlainText(2000);
            RuleFor(use => use.Mitigation).NotEmpty().When(_ => mayHarm).WithMessage(_ => Texts.In(
                "Reprisals are not ruled out: say what keeps those who talked from harm.",
                "الأعمال الانتقامية غير مستبعدة: اذكر ما يحمي من تحدثوا من الأذى.",
                "Des représailles ne sont pas exclues : dites ce qui protège celles et ceux qui ont parlé."));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits/{visitId:guid}/advocacy-uses", HandleAsync).RequireAuthorization(Policies.ReviewVisits).Audited(DataClass.Site).Idempotent(AdvocacyUseView.RebuildAsync)
            .Produces<AdvocacyUseView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid visitId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await VisitView.Found.LockAsync(work, visitId) is not { } found || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await VisitView.NotToChangeAsync(work, visitId);
        }

        var mayHarm = VisitView.Open(key, found.Sealed, found.Counts).ReprisalRisk != "none";
        if (body.Refuses(new Rules(DateOnly.FromDateTime((found.VisitedAt ?? work.Now).UtcDateTime), DateOnly.FromDateTime(work.Now.UtcDateTime), mayHarm)) is { } refusal)
        {
            return refusal;
        }

        if (found.State is not ("shared-internal" or "advocacy-used"))
        {
            return Refusal.WrongState(found.State);
        }

        var (use, useId) = (body.Value, Guid.CreateVersion7());
        work.Answers(StatusCodes.Status201Created, useId);
        VisitView.Move(work, visitId, "advocacy-used");
        work.Execute(Insert, new { useId, visitId, use.Audience, use.UsedOn, words = key.Seal(AdvocacyUseView.WordsName, new AdvocacyUseView.Words(use.What!, use.Mitigation)) });
        var row = await work.CommitAsync<AdvocacyUseView.Row>(AdvocacyUseView.SelectOne, new { useId });
        return Results.Created($"/api/visits/{visitId}/advocacy-uses", AdvocacyUseView.Of(row!, key));
    }

    private const string Insert = """
        insert into visit_uses (use_id, visit_id, audience, used_on, recorded_by, recorded_at, sealed)
        values (@useId, @visitId, @audience, @usedOn, access.caller(), access.now(), @words)
        """;
}
