using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Registrations.Erasure;

/// <summary>A protection officer lifts the legal hold of a file. Where there is none it changes nothing.</summary>
public static class LiftHold
{
    private sealed record Lifted(Guid PersonId, Guid? HoldId);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/people/{personId:guid}/legal-hold", HandleAsync).RequireAuthorization(Policies.HoldFiles).Audited(DataClass.Ledger)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var files = await work.QueryAsync<Lifted>(Lift, new { personId });
        if (files.Count == 0)
        {
            return Refusal.NotFound;
        }

        foreach (var file in files.Where(file => file.HoldId is not null))
        {
            work.Publish(new LegalHoldLifted { SubjectId = file.HoldId!.Value, SubjectVersion = 2, OccurredAt = work.Now, PersonId = file.PersonId });
        }

        work.AuditRecords(files.Select(file => file.PersonId));
        await work.CommitAsync();
        return Results.NoContent();
    }

    // of each file a row, with a hold where there was one
    private const string Lift = "select f as person_id, lift_hold(f) as hold_id from files_to_hold(@personId) as f";
}
