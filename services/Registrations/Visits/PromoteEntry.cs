using FluentValidation;
using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Matching;
using Platform.Registrations.People;

namespace Platform.Registrations.Visits;

/// <summary>
/// Somebody who was met at a visit agreed to be registered. From then on the entry says that it was, and nothing which person it became: no column holds both, nor does the
/// audit, the trace, or what a repeat is answered by. Only who sends the very same request again is told again.
/// </summary>
public static class PromoteEntry
{
    /// <summary>Who it is, as for POST /api/people.</summary>
    /// <param name="Agreed">That they agreed to be registered; without it nobody is.</param>
    /// <param name="Person">What they told, and no more than is needed.</param>
    public sealed record Request(bool? Agreed, PersonDetails? Person);

    private sealed record Entry(bool Promoted);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(TimeProvider clock)
        {
            RuleFor(request => request.Agreed).Must(agreed => agreed is true).WithMessage(_ => FileOpening.NotAgreed());
            RuleFor(request => request.Person).NotNull();
            RuleFor(request => request.Person!).SetValidator(new PersonDetails.Rules(clock)).When(request => request.Person is not null);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits/{visitId:guid}/roster/{entryId:guid}/promotion", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(RebuildAsync, isVeiled: true)
            .Produces<OpenedFile>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        Guid visitId, Guid entryId, Body<Request> body, ScopedDatabase database, KeyStore keys, MatchKeys matching, TimeProvider clock, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Entry>(Lock, new { visitId, entryId }) is not { } entry)
        {
            return await work.QuerySingleOrDefaultAsync<bool>(IsSeen, new { visitId, entryId }) ? Refusal.Forbidden : Refusal.NotFound;
        }

        if (body.Refuses(new Rules(clock)) is { } refusal)
        {
            return refusal;
        }

        if (entry.Promoted)
        {
            return Refusal.WrongState("promoted");
        }

        var personId = Grantee.RandomId();
        var key = await keys.CreateAsync(personId, ct);
        work.AnswersVeiled(StatusCodes.Status201Created, personId);
        work.Update("update visit_roster set promoted = true where entry_id = @entryId", new { entryId });
        work.OpenFilesUntraced(matching, [new NewFile(personId, key, body.Value.Person!)]);
        var opened = await work.CommitAsync<OpenedFile>(OpenedFile.Select, new { personId });
        return Results.Created($"/api/people/{personId}", opened);
    }

    private static async Task<object?> RebuildAsync(Work work, Guid veiled) => await work.CommitAsync<OpenedFile>(OpenedFile.Select, new { personId = work.Unveil(veiled) });

    private const string Lock = "select promoted from visit_roster where visit_id = @visitId and entry_id = @entryId for update";

    private const string IsSeen = "select exists (select 1 from visit_roster where visit_id = @visitId and entry_id = @entryId)";
}
