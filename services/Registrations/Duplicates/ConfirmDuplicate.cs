using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Duplicates;

/// <summary>Another at the desk than who proposed it confirms that two records are of one person.</summary>
public static class ConfirmDuplicate
{
    /// <summary>Nothing is said with it.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/duplicates/{duplicateId:guid}/confirmation", HandleAsync).RequireAuthorization(Policies.DecideDuplicates).Audited(DataClass.Identity)
            .Idempotent(DuplicateView.RebuildAsync).Produces<DuplicateView>();

    private static async Task<IResult> HandleAsync(Guid duplicateId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await DuplicateView.Standing.LockAsync(work, duplicateId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.DecidedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        return found.State != "same-proposed" ? Refusal.WrongState(found.State)
            : Results.Ok(await DuplicateView.MoveAsync(work, duplicateId, "same", ", confirmed_by = access.caller(), confirmed_at = access.now()", ct));
    }
}
