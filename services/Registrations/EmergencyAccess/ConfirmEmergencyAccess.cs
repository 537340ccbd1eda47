using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.EmergencyAccess;

/// <summary>A protection officer of the agency, who is not the one who opened the file, says whether it was right. Said once.</summary>
public static class ConfirmEmergencyAccess
{
    /// <summary>The judgement.</summary>
    /// <param name="Justified">Whether it was right.</param>
    public sealed record Request(bool? Justified);

    private sealed record Found(Guid OpenedBy, bool IsConfirmed);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Justified).NotNull();
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/emergency-access/{accessId:guid}/confirmation", HandleAsync).RequireAuthorization(Policies.SeeBrokenGlass).Audited(DataClass.Envelope)
            .Idempotent(EmergencyAccessView.RebuildAsync).Produces<EmergencyAccessView>();

    private static async Task<IResult> HandleAsync(Guid accessId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        work.LockFirst(Grantee.Number(accessId));
        if (await work.QuerySingleOrDefaultAsync<Found>(Find, new { accessId }) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (!work.Caller.Is("protection-officer") || found.OpenedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // nobody confirms their own
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        if (found.IsConfirmed)
        {
            return Refusal.WrongState("confirmed");
        }

        work.Update(Confirm, new { accessId, body.Value.Justified });
        var row = await work.CommitAsync<EmergencyAccessView.Row>(EmergencyAccessView.SelectOne, new { accessId });
        return Results.Ok(await EmergencyAccessView.OpenAsync(row!, keys, ct));
    }

    private const string Find = "select opened_by, confirmed_at is not null as is_confirmed from emergency_accesses where access_id = @accessId";

    private const string Confirm = """
        update emergency_accesses set justified = @justified, confirmed_by = access.caller(), confirmed_at = access.now() where access_id = @accessId and confirmed_at is null
        """;
}
