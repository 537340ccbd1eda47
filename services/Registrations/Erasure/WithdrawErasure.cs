using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Erasure;

/// <summary>Who asked takes it back, or who decides says no, as long as it was not approved.</summary>
public static class WithdrawErasure
{
    /// <summary>Nothing more has to be said.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/erasures/{erasureId:guid}/withdrawal", HandleAsync).RequireAuthorization(Policies.SeeErasures).Audited(DataClass.Ledger).Idempotent(ErasureView.RebuildAsync)
            .Produces<ErasureView>();

    private static async Task<IResult> HandleAsync(Guid erasureId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await ErasureStanding.LockAsync(work, erasureId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (!found.Decides && !found.IsOwn)
        {
            return Refusal.Forbidden;   // an auditor looks and does nothing
        }

        if ((body.Refuses() ?? found.RefusesDecided) is { } refusal)
        {
            return refusal;
        }

        work.Update(Withdraw, new { erasureId });
        work.AuditRecords([erasureId, found.PersonId]);
        return Results.Ok(await ErasureView.CommitAsync(work, erasureId, ct));
    }

    private const string Withdraw = """
        update erasures set status = 'withdrawn', decided_by = access.caller(), decided_at = access.now() where erasure_id = @erasureId and status = 'asked'
        """;
}
