using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Transfers;

/// <summary>One transfer, for who offered it and who decides it.</summary>
public static class GetTransfer
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/transfers/{transferId:guid}", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Envelope).Produces<TransferView>();

    private static async Task<IResult> HandleAsync(Guid transferId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var row = await work.CommitAsync<TransferView.Row>(TransferView.SelectOne, new { transferId });
        return await TransferView.OpenAsync(row, work, ct) is { } transfer ? Results.Ok(transfer) : Refusal.NotFound;
    }
}
