using Platform.Access;
using Platform.Hosting;

namespace Platform.Identity.Agreements;

/// <summary>One agreement, to its parties and the lead.</summary>
public static class GetAgreement
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/agreements/{agreementId:guid}", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational).Produces<AgreementView>();

    private static async Task<IResult> HandleAsync(Guid agreementId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return await work.CommitAsync<AgreementView>(AgreementView.SelectOne, new { agreementId }) is { } view ? Results.Ok(view) : Refusal.NotFound;
    }
}
