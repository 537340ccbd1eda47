using Platform.Access;
using Platform.Contracts.Identity.V1;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Agreements;

/// <summary>Another administrator of the lead than the one who drafted it puts a signed agreement into force.</summary>
public static class ActivateAgreement
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/agreements/{agreementId:guid}/activation", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(AgreementView.RebuildAsync).Produces<AgreementView>();

    private static async Task<IResult> HandleAsync(Guid agreementId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await AgreementView.LockAsync(work, agreementId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.DraftedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // nobody puts their own draft into force
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.State != "signed")
        {
            return Refusal.WrongState(found.State);
        }

        await work.QueryAsync<bool>(Activate, new { agreementId });
        await work.AnnounceAsync((version, now) => new AgreementActivated { SubjectId = agreementId, SubjectVersion = version, OccurredAt = now });
        work.Answers(StatusCodes.Status200OK, agreementId);
        return Results.Ok(await work.CommitAsync<AgreementView>(AgreementView.SelectOne, new { agreementId }));
    }

    private const string Activate = """
        update agreements set active = true, activated_by = access.caller(), activated_at = access.now() where agreement_id = @agreementId returning true
        """;
}
