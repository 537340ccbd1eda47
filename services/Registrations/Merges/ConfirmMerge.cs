using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Registrations.Merges;

/// <summary>
/// Another keeper of both files than who proposed it confirms that they are of one person. From then on one of them is kept: the other is read, points to it and goes where
/// it goes.
/// </summary>
public static class ConfirmMerge
{
    /// <summary>Nothing is said with it.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/merges/{mergeId:guid}/confirmation", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(MergeView.RebuildAsync)
            .Produces<MergeView>();

    private static async Task<IResult> HandleAsync(Guid mergeId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (found, no) = await MergeView.LockAsync(work, mergeId);
        if (found is null)
        {
            return no!;
        }

        if (found.ProposedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.State != "proposed")
        {
            return Refusal.WrongState(found.State);
        }

        if (await TwoFiles.LockAsync(work, found.Kept, found.Merged) is { } unlike)
        {
            return unlike;
        }

        var (kept, merged) = await MergeView.MoveAsync(work, found, Merge);
        work.Publish(new PeopleMerged { SubjectId = found.Kept, SubjectVersion = kept, OccurredAt = work.Now, AgencyId = work.Caller.Agency, MergedId = found.Merged, MergeId = mergeId });
        work.Publish(new PersonChanged { SubjectId = found.Merged, SubjectVersion = merged, OccurredAt = work.Now, AgencyId = work.Caller.Agency });
        return await MergeView.CommitAsync(work, found);
    }

    private const string Merge = "select person, at_version from merge_files(@mergeId)";
}
