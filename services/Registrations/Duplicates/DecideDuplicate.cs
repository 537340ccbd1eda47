using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Duplicates;

/// <summary>
/// Somebody at the desk says whether two records are of one person. That they are not is decided by one; that they are is proposed, and another confirms it. No file is changed by it:
/// what the agencies do is theirs to agree upon.
/// </summary>
public static class DecideDuplicate
{
    /// <summary>The decision.</summary>
    /// <param name="SamePerson">Whether both are of one person.</param>
    public sealed record Request(bool? SamePerson);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(decision => decision.SamePerson).NotNull();
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/duplicates/{duplicateId:guid}/decision", HandleAsync).RequireAuthorization(Policies.DecideDuplicates).Audited(DataClass.Identity)
            .Idempotent(DuplicateView.RebuildAsync).Produces<DuplicateView>();

    private static async Task<IResult> HandleAsync(Guid duplicateId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await DuplicateView.Standing.LockAsync(work, duplicateId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var same = body.Value.SamePerson is true;
        if (found.State != "open" && (same || found.State != "same-proposed"))
        {
            return Refusal.WrongState(found.State);
        }

        return Results.Ok(await DuplicateView.MoveAsync(work, duplicateId, same ? "same-proposed" : "different", ", decided_by = access.caller(), decided_at = access.now()", ct));
    }
}
