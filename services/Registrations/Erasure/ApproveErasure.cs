using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Erasure;

/// <summary>
/// A second person approves, and in the same commit nothing of the person is found any more: no file, no name, no consent that stands. The keys follow
/// within seconds, here and in every other service, and each confirms.
/// </summary>
public static class ApproveErasure
{
    /// <summary>Nothing more has to be said.</summary>
    public sealed record Request;

    /// <summary>What was decided. How far it has come since is told by the erasure itself.</summary>
    public sealed record Approved(Guid ErasureId, Guid PersonId, Guid DecidedBy, DateTimeOffset DecidedAt);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/erasures/{erasureId:guid}/approval", HandleAsync).RequireAuthorization(Policies.DecideErasures).Audited(DataClass.Ledger).Idempotent(RebuildAsync)
            .Produces<Approved>();

    private static async Task<IResult> HandleAsync(Guid erasureId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await ErasureStanding.LockAsync(work, erasureId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (!found.Decides || found.IsOwn)
        {
            return Refusal.Forbidden;   // nobody approves their own
        }

        if ((body.Refuses() ?? found.RefusesDecided) is { } refusal)
        {
            return refusal;
        }

        var erased = await ErasedPerson.EraseAsync(work, erasureId, found.PersonId, found.AgencyId, found.Because, ErasedPerson.Approve);
        if (erased.Count == 0)
        {
            return new Refusal(409, "legal-hold", Texts.In(
                "A legal hold stands on this file.", "هذا الملف محفوظ بموجب حجز قانوني.", "Ce dossier fait l'objet d'une conservation légale."));
        }

        work.AuditRecords([erasureId, .. erased]);
        return Results.Ok(await work.CommitAsync<Approved>(View, new { erasureId }));
    }

    private static async Task<object?> RebuildAsync(Work work, Guid erasureId) => await work.CommitAsync<Approved>(View, new { erasureId });

    private const string View = "select erasure_id, person_id, decided_by, decided_at from erasures where erasure_id = @erasureId and decided_by is not null";
}
