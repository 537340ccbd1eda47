using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Transfers;

/// <summary>The sender takes the offer back, as long as it was not decided.</summary>
public static class WithdrawTransfer
{
    /// <summary>Nothing more has to be said.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/transfers/{transferId:guid}/withdrawal", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Envelope).Idempotent(TransferView.RebuildAsync)
            .Produces<TransferView>();

    private static async Task<IResult> HandleAsync(Guid transferId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await TransferView.Standing.LockAsync(work, transferId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (!found.Sends)
        {
            return Refusal.Forbidden;
        }

        if ((body.Refuses() ?? found.RefusesDecided) is { } refusal)
        {
            return refusal;
        }

        work.Update(Withdraw, new { transferId });
        work.Execute("select access.moved(@transferId, 'withdrawn')", new { transferId });
        var row = await work.CommitAsync<TransferView.Row>(TransferView.SelectOne, new { transferId });
        return Results.Ok(await TransferView.OpenAsync(row, work, ct));
    }

    private const string Withdraw = "update transfers set status = 'withdrawn', ended_at = access.now(), version = version + 1 where transfer_id = @transferId";
}
