using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Consents;

/// <summary>The person takes a consent back. From this commit nothing more is handed over on it, and every open referral that stood on it is revoked.</summary>
public static class WithdrawConsent
{
    private sealed record Found(bool Withdrawn);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/people/{personId:guid}/consents/{consentId:guid}", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Consent)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid personId, Guid consentId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(Withdrawal.Lock, new { personId }) is not { } version)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (await work.QuerySingleOrDefaultAsync<Found>(Find, new { personId, consentId }) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (!found.Withdrawn)   // taking it back twice changes nothing
        {
            work.Withdraw(personId, consentId, version + 1);
        }

        await work.CommitAsync();
        return Results.NoContent();
    }

    private const string Find = "select withdrawn_at is not null as withdrawn from consents where person_id = @personId and consent_id = @consentId";
}
