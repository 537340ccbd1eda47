using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>
/// Begins to look for somebody's family: with their own wish, and the agreement of the person, of who cares for them or of a guardian. Who only claims to care, or is said to have
/// harmed the child, agrees to nothing.
/// </summary>
public static class OpenTracing
{
    /// <summary>The search.</summary>
    /// <param name="LinkId">Whom they look for, where that is a link of their file that holds; or <paramref name="Sought" />.</param>
    /// <param name="Sought">Whom they look for, in words. Sealed.</param>
    /// <param name="Wish">What the person wishes themselves, as they said it. Sealed.</param>
    /// <param name="AgreedBy">Code of given-by.csv.</param>
    /// <param name="AgreedOn">When; never ahead.</param>
    /// <param name="Note">What else was said. Sealed.</param>
    public sealed record Request(Guid? LinkId, string? Sought, string? Wish, string? AgreedBy, DateOnly? AgreedOn, string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(search => search.Sought).PlainText(2000);
            RuleFor(search => search.Sought).NotEmpty().When(search => search.LinkId is null).WithMessage(_ => Texts.In("Give linkId, or sought in words.", "أدخل linkId أو sought بالكلمات.", "Donnez linkId, ou sought en toutes lettres."));
            RuleFor(search => search.Wish).NotEmpty().PlainText(2000);
            RuleFor(search => search.AgreedBy).NotEmpty().CodeOf(CodeList.GivenBy.Contains);
            RuleFor(search => search.AgreedOn).NotEmpty().PastDay(today);
            RuleFor(search => search.Note).PlainText(4000);
        }
    }

    private sealed record Standing(bool IsLink, bool Cared);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/tracing", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(TracingView.RebuildAsync)
            .Produces<TracingView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Lock, new { personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        var (tracingId, search) = (Guid.CreateVersion7(), body.Value);
        var standing = (await work.QuerySingleOrDefaultAsync<Standing>(Stands, new { personId, search.LinkId }))!;
        if (search.LinkId is not null && !standing.IsLink)
        {
            return Refusal.Field("$.linkId", Texts.In("Not a link of this file that holds.", "ليست صلة قائمة في هذا الملف.", "Pas un lien en vigueur de ce dossier."));
        }

        if (search.AgreedBy == "caregiver" && !standing.Cared)
        {
            return RecordSeparation.NobodyCares();
        }

        work.Answers(StatusCodes.Status201Created, tracingId);
        work.Update(Insert, new
        {
            tracingId,
            personId,
            search.LinkId,
            @sealed = key.Seal(TracingView.Said.Name, new TracingView.Said(search.Sought, search.Wish!, search.AgreedBy!, search.AgreedOn!.Value, search.Note)),
        });
        var row = await work.CommitAsync<TracingView.Row>(TracingView.SelectOne, new { tracingId });
        return Results.Created($"/api/people/{personId}/tracing/{tracingId}", TracingView.Of(row!, key));
    }

    private const string Stands = """
        select exists (select 1 from family_links where person_id = @personId and link_id = @linkId and ended_at is null) as is_link,
               exists (select 1 from family_links where person_id = @personId and caregiver) as cared
        """;

    private const string Insert = """
        insert into tracings (tracing_id, person_id, agency_id, link_id, state, sealed, recorded_by, recorded_at)
        values (@tracingId, @personId, access.agency(), @linkId, 'open', @sealed, access.caller(), access.now())
        """;
}
