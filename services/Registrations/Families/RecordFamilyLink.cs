using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>Writes down who somebody is to a person, as it was said: another registered person, or somebody whose name and whereabouts are told. It is a claim until it is verified.</summary>
public static class RecordFamilyLink
{
    /// <summary>What was said.</summary>
    /// <param name="Relationship">Code of family-relationship.csv: what the relative is to the person.</param>
    /// <param name="RelativeId">The relative's file, where they are registered and the caller keeps it, too.</param>
    /// <param name="RelationshipBack">What the person is to the relative, as told; with <paramref name="RelativeId" />, in whose file it stands.</param>
    /// <param name="Name">Of a relative who is not registered.</param>
    /// <param name="ApproximateAge">In years.</param>
    /// <param name="Whereabouts">Where they are, in words.</param>
    /// <param name="Alive">yes, no or unknown.</param>
    /// <param name="TravellingTogether">Whether they travel together.</param>
    /// <param name="Source">Code of status-source.csv.</param>
    /// <param name="AssertedBy">Who said so, in words.</param>
    /// <param name="Note">What else was said.</param>
    public sealed record Request(
        string? Relationship, Guid? RelativeId, string? RelationshipBack, string? Name, int? ApproximateAge, string? Whereabouts, string? Alive, bool? TravellingTogether, string? Source,
        string? AssertedBy, string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(said => said.Relationship).NotEmpty().CodeOf(CodeList.FamilyRelationships.Contains);
            RuleFor(said => said.RelationshipBack).CodeOf(CodeList.FamilyRelationships.Contains);
            RuleFor(said => said.RelationshipBack).NotEmpty().When(said => said.RelativeId is not null);
            RuleFor(said => said.RelationshipBack).Null().When(said => said.RelativeId is null).WithMessage(_ => Texts.In("Only with relativeId.", "مع relativeId فقط.", "Seulement avec relativeId."));
            RuleFor(said => said.Name).PlainText(200);
            RuleFor(said => said.ApproximateAge).Number(120);
            RuleFor(said => said.Whereabouts).PlainText(500);
            RuleFor(said => said.Alive).CodeOf(alive => alive is "yes" or "no" or "unknown");
            When(said => said.RelativeId is not null, () =>
            {
                RuleFor(said => said.Name).Null().WithMessage(_ => InTheirFile());
                RuleFor(said => said.ApproximateAge).Null().WithMessage(_ => InTheirFile());
                RuleFor(said => said.Whereabouts).Null().WithMessage(_ => InTheirFile());
                RuleFor(said => said.Alive).Null().WithMessage(_ => InTheirFile());
            });
            RuleFor(said => said.Source).NotEmpty().CodeOf(CodeList.StatusSources.Contains);
            RuleFor(said => said.AssertedBy).PlainText(200);
            RuleFor(said => said.Note).PlainText(2000);
        }

        private static string InTheirFile() => Texts.In("This stands in the relative's own file.", "هذا مدوَّن في ملف القريب نفسه.", "Cela figure dans le dossier du proche.");
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/family", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(FamilyLinkView.RebuildAsync)
            .Produces<FamilyLinkView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(Hold, new { id = personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var (linkId, said) = (Guid.CreateVersion7(), body.Value);
        byte[]? mirrored = null;
        if (said.RelativeId is { } relativeId)
        {
            // not there, not theirs, only read by them, or the person: told alike
            if (relativeId == personId || await work.QuerySingleOrDefaultAsync<int?>(Hold, new { id = relativeId }) is null)
            {
                return NoFile();
            }

            if (await keys.GetAsync(relativeId, ct) is not { } theirs)
            {
                return NoFile();
            }

            mirrored = theirs.Seal(FamilyLinkView.Mirror.Name, new FamilyLinkView.Mirror(said.RelationshipBack!));
            work.AuditRecords([personId, relativeId]);
        }

        work.Answers(StatusCodes.Status201Created, linkId);
        work.Update(Insert, new
        {
            linkId,
            personId,
            said.RelativeId,
            mirrored,
            @sealed = key.Seal(FamilyLinkView.Said.Name, new FamilyLinkView.Said(
                said.Relationship!, said.Name, said.ApproximateAge, said.Whereabouts, said.Alive, said.TravellingTogether, said.Source!, said.AssertedBy, said.Note)),
        });
        var row = await work.CommitAsync<FamilyLinkView.Row>(FamilyLinkView.SelectOne, new { linkId, personId });
        return Results.Created($"/api/people/{personId}/family/{linkId}", FamilyLinkView.Of(row!, key));
    }

    private static Refusal NoFile() =>
        Refusal.Field("$.relativeId", Texts.In("Not a file of another person that you keep.", "ليس ملف شخص آخر تتولاه.", "Pas le dossier d’une autre personne dont vous avez la charge."));

    // the lightest lock, which only who keeps a file gets: two who link the same two the other way round do not wait for each other
    private const string Hold = "select 1 from people where person_id = @id for key share";

    private const string Insert = """
        insert into family_links (link_id, person_id, relative_id, sealed, mirrored, state, recorded_by, recorded_at)
        values (@linkId, @personId, @relativeId, @sealed, @mirrored, 'unverified', access.caller(), access.now())
        """;
}
