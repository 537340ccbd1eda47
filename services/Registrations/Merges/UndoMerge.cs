using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Registrations.Merges;

/// <summary>
/// Two people had been taken for one: each has a file of their own again, with all that is in it. What was recorded meanwhile stays in the file it was recorded in, and who
/// undoes it says that they have seen which that is.
/// </summary>
public static class UndoMerge
{
    /// <summary>What was looked at.</summary>
    /// <param name="Reviewed">True where something was recorded after the merge, and the caller has seen what.</param>
    public sealed record Request(bool? Reviewed);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/merges/{mergeId:guid}/undo", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(MergeView.RebuildAsync)
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

        if (found.State != "merged")
        {
            return Refusal.WrongState(found.State);
        }

        var (kept, merged) = await MergeView.MoveAsync(work, found, Undo);   // the files are locked by it: nothing is recorded from here on
        if (body.Value.Reviewed is not true && await RecordedSince.ReadAsync(work, found.Kept, found.DecidedAt!.Value) is { Count: > 0 } since)
        {
            return new Refusal(409, "recorded-since", Texts.In(
                "Something was recorded after the merge: look of whom it is, and say that you have.", "سُجّل شيء بعد الدمج: تحقق ممن يخصّه، وأكّد أنك فعلت.", "Quelque chose a été enregistré après la fusion : vérifiez de qui il s'agit, et confirmez-le."),
                new Dictionary<string, object> { ["recordedSince"] = since });
        }

        work.Publish(new MergeReverted { SubjectId = found.Kept, SubjectVersion = kept, OccurredAt = work.Now, AgencyId = work.Caller.Agency, MergedId = found.Merged, MergeId = mergeId });
        work.Publish(new PersonChanged { SubjectId = found.Merged, SubjectVersion = merged, OccurredAt = work.Now, AgencyId = work.Caller.Agency });
        return await MergeView.CommitAsync(work, found);
    }

    private const string Undo = "select person, at_version from undo_merge(@mergeId)";
}
