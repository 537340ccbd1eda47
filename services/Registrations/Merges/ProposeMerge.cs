using FluentValidation;
using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Merges;

/// <summary>Who keeps two files proposes that they are of one person, and which of them is kept. Nothing happens to either until somebody else has looked at both.</summary>
public static class ProposeMerge
{
    /// <summary>The other file.</summary>
    /// <param name="PersonId">The duplicate: it is merged into the file of the address.</param>
    public sealed record Request(Guid? PersonId);

    private sealed record Proposed(Guid MergeId);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(Guid kept)
        {
            RuleFor(request => request.PersonId).NotEmpty();
            RuleFor(request => request.PersonId).Must(merged => merged != kept).WithMessage(_ => Texts.In("Another file than this one.", "ملف آخر غير هذا.", "Un autre dossier que celui-ci."));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/merges", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(MergeView.RebuildAsync)
            .Produces<MergeView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>($"{TwoFiles.Keeps} and p.merged_into is null", new { personId }) is null)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (body.Refuses(new Rules(personId)) is { } refusal)
        {
            return refusal;
        }

        var merged = body.Value.PersonId!.Value;
        if (await TwoFiles.LockAsync(work, personId, merged, "$.personId") is { } unlike)
        {
            return unlike;
        }

        if (await work.QuerySingleOrDefaultAsync<Proposed>(Open, new { kept = personId, merged }) is { } open)
        {
            return new Refusal(409, "merge-proposed", Texts.In(
                "It is proposed already.", "اقتُرح ذلك من قبل.", "C'est déjà proposé."), new Dictionary<string, object> { ["mergeId"] = open.MergeId });
        }

        var mergeId = Guid.CreateVersion7();
        work.Answers(StatusCodes.Status201Created, mergeId);
        work.Update(Insert, new { mergeId, kept = personId, merged });
        work.AuditRecords([personId, merged]);
        var row = await work.CommitAsync<MergeView.Row>(MergeView.SelectOne, new { mergeId });
        return Results.Created($"/api/merges/{mergeId}", MergeView.Of(row!, []));
    }

    // in either direction
    private const string Open = "select merge_id from merges where state = 'proposed' and least(kept, merged) = least(@kept, @merged) and greatest(kept, merged) = greatest(@kept, @merged)";

    private const string Insert = """
        insert into merges (merge_id, agency_id, kept, merged, state, proposed_by, proposed_at) values (@mergeId, access.agency(), @kept, @merged, 'proposed', access.caller(), access.now())
        """;
}
