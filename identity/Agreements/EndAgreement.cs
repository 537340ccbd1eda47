using Platform.Access;
using Platform.Contracts.Identity.V1;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Agreements;

/// <summary>
/// An administrator of the lead ends an agreement, or a draft of one, at once: what stood on it ends with it. Repeating it changes nothing.
/// </summary>
public static class EndAgreement
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/agreements/{agreementId:guid}", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid agreementId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await AgreementView.LockAsync(work, agreementId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.State is not ("ended" or "lapsed"))
        {
            await work.QueryAsync<bool>(End, new { agreementId });
            await work.AnnounceAsync((version, now) => new AgreementLapsed { SubjectId = agreementId, SubjectVersion = version, OccurredAt = now });
        }

        await work.CommitAsync();
        return Results.NoContent();
    }

    internal const string End = """
        update agreements set active = false, lapse_told = true, ended_by = access.caller(), ended_at = access.now() where agreement_id = @agreementId returning true
        """;
}
