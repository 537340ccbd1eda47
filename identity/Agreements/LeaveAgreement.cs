using Platform.Access;
using Platform.Contracts.Identity.V1;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Agreements;

/// <summary>
/// A party leaves, by its own access administrator, at once and without asking anybody: the agreement binds the others. A draft that a party
/// leaves, and an agreement with one party left, has ended. Repeating it changes nothing.
/// </summary>
public static class LeaveAgreement
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/agreements/{agreementId:guid}/signature", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid agreementId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await AgreementView.LockAsync(work, agreementId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (!found.PartyIds.Contains(work.Caller.Agency))
        {
            return Refusal.Forbidden;   // the lead sees every agreement, and leaves its own
        }

        if (found.State is not ("ended" or "lapsed") && !found.LeftIds.Contains(work.Caller.Agency))
        {
            var left = found.PartyIds.Length - found.LeftIds.Length - 1;
            await work.QueryAsync<bool>(found.State is "draft" or "signed" || left < 2 ? EndAgreement.End : Without, new { agreementId });
            work.Update(Leave, new { agreementId });
            await work.AnnounceAsync((version, now) => new AgreementLapsed { SubjectId = agreementId, SubjectVersion = version, OccurredAt = now });
        }

        await work.CommitAsync();
        return Results.NoContent();
    }

    private const string Without = "update agreements set agency_ids = array_remove(agency_ids, access.agency()) where agreement_id = @agreementId returning true";

    private const string Leave = """
        update agreement_parties set left_by = access.caller(), left_at = access.now() where agreement_id = @agreementId and agency_id = access.agency()
        """;
}
