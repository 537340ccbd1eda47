using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Registrations.Erasure;

/// <summary>A protection officer lifts the legal hold of a file. Where there is none it changes nothing.</summary>
public static class LiftHold
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/people/{personId:guid}/legal-hold", HandleAsync).RequireAuthorization(Policies.HoldFiles).Audited(DataClass.Ledger)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var files = await work.QueryAsync<Guid>(HoldFile.Files, new { personId });
        if (files.Count == 0)
        {
            return Refusal.NotFound;
        }

        foreach (var file in files)
        {
            if (await work.QuerySingleOrDefaultAsync<Guid?>(Lift, new { file }) is { } holdId)
            {
                work.Publish(new LegalHoldLifted { SubjectId = holdId, SubjectVersion = 2, OccurredAt = work.Now, PersonId = file });
            }
        }

        work.AuditRecords(files);
        await work.CommitAsync();
        return Results.NoContent();
    }

    private const string Lift = "select lift_hold(@file)";
}
