using Platform.Access;
using Platform.Hosting;

namespace Platform.Identity.Agreements;

/// <summary>A party signs, by its own access administrator. It stays a draft until all did.</summary>
public static class SignAgreement
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/agreements/{agreementId:guid}/signature", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(AgreementView.RebuildAsync).Produces<AgreementView>();

    private static async Task<IResult> HandleAsync(Guid agreementId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await AgreementView.LockAsync(work, agreementId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (!found.PartyIds.Contains(work.Caller.Agency))
        {
            return Refusal.Forbidden;   // the lead sees every agreement, and signs its own
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.State != "draft" || found.SignedIds.Contains(work.Caller.Agency))
        {
            return Refusal.WrongState(found.State);
        }

        work.Update(Sign, new { agreementId });
        work.Answers(StatusCodes.Status200OK, agreementId);
        return Results.Ok(await work.CommitAsync<AgreementView>(AgreementView.SelectOne, new { agreementId }));
    }

    private const string Sign = """
        update agreement_parties set signed_by = access.caller(), signed_at = access.now()
         where agreement_id = @agreementId and agency_id = access.agency() and signed_at is null
        """;
}
