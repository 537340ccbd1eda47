using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Merges;

/// <summary>They are two people after all: a keeper of both says so, who proposed it or another. One is enough, and it can be proposed again.</summary>
public static class RejectMerge
{
    /// <summary>Nothing is said with it.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/merges/{mergeId:guid}/rejection", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(MergeView.RebuildAsync)
            .Produces<MergeView>();

    private static async Task<IResult> HandleAsync(Guid mergeId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (found, no) = await MergeView.LockAsync(work, mergeId);
        if (found is null)
        {
            return no!;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.State != "proposed")
        {
            return Refusal.WrongState(found.State);
        }

        work.Update(Reject, new { mergeId });
        return await MergeView.CommitAsync(work, found);
    }

    private const string Reject = """
        update merges set state = 'rejected', decided_by = access.caller(), decided_at = access.now(), version = version + 1 where merge_id = @mergeId
        """;
}
