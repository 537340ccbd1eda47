using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Duplicates;

/// <summary>A decision is taken back: the pair is at the desk again, made from the files as they are now, if it is still agreed to.</summary>
public static class ReopenDuplicate
{
    /// <summary>Nothing is said with it.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/duplicates/{duplicateId:guid}/reopening", HandleAsync).RequireAuthorization(Policies.DecideDuplicates).Audited(DataClass.Identity)
            .Idempotent(DuplicateView.RebuildAsync).Produces<DuplicateView>();

    private static async Task<IResult> HandleAsync(Guid duplicateId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await DuplicateView.Standing.LockAsync(work, duplicateId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        return found.State is not ("same" or "different" or "same-proposed") ? Refusal.WrongState(found.State)
            : Results.Ok(await DuplicateView.MoveAsync(work, duplicateId, "open", ", decided_by = null, decided_at = null, confirmed_by = null, confirmed_at = null", ct));
    }
}
