using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Transfers;

/// <summary>A supervisor of the receiving team does not take the case; it stays where it is.</summary>
public static class RejectTransfer
{
    /// <summary>Why.</summary>
    /// <param name="ReasonCode">Code of reject-reason.csv.</param>
    public sealed record Request(string? ReasonCode);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.ReasonCode).NotEmpty().CodeOf(CodeList.RejectReasons.Contains);
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/transfers/{transferId:guid}/rejection", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Envelope).Idempotent(TransferView.RebuildAsync)
            .Produces<TransferView>();

    private static async Task<IResult> HandleAsync(Guid transferId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await TransferView.Standing.LockAsync(work, transferId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (!found.Receives)
        {
            return Refusal.Forbidden;
        }

        if ((body.Refuses(new Rules()) ?? found.RefusesDecided) is { } refusal)
        {
            return refusal;
        }

        work.Update(Reject, new { transferId, body.Value.ReasonCode });
        work.Execute("select access.moved(@transferId, 'rejected')", new { transferId });
        var row = await work.CommitAsync<TransferView.Row>(TransferView.SelectOne, new { transferId });
        return Results.Ok(await TransferView.OpenAsync(row, work, ct));
    }

    private const string Reject = """
        update transfers set status = 'rejected', end_reason = @reasonCode, ended_at = access.now(), version = version + 1 where transfer_id = @transferId
        """;
}
