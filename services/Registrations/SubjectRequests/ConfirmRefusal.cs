using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.SubjectRequests;

/// <summary>A supervisor who keeps the file or a protection officer of the agency, and never who proposed it, decides whether a request is refused; where not, it is open as before.</summary>
public static class ConfirmRefusal
{
    /// <summary>The decision.</summary>
    /// <param name="Confirmed">Whether it is refused.</param>
    public sealed record Request(bool? Confirmed);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(decision => decision.Confirmed).NotNull();
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/requests/{requestId:guid}/refusal/confirmation", HandleAsync).RequireAuthorization(Policies.ConfirmRefusals).Audited(DataClass.Identity)
            .Idempotent(SubjectRequestView.RebuildAsync).Produces<SubjectRequestView>();

    private static async Task<IResult> HandleAsync(Guid requestId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await SubjectRequestView.Standing.LockAsync(work, requestId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.ProposedBy == work.Caller.Subject || !(work.Caller.Is("protection-officer") || (found.Keeps && work.Caller.Is("supervisor"))))
        {
            return Refusal.Forbidden;
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        if (found.State != "refusal-proposed")
        {
            return Refusal.WrongState(found.State);
        }

        work.Update(body.Value.Confirmed is true ? Refuse : GoOn, new { requestId });
        work.AuditRecords([requestId, found.PersonId]);
        var row = await work.CommitAsync<SubjectRequestView.Row>(SubjectRequestView.SelectOne, new { requestId });
        return Results.Ok(await SubjectRequestView.OpenAsync(row!, keys, ct));
    }

    private const string Refuse = """
        update subject_requests set state = 'refused', ended_by = access.caller(), ended_at = access.now(), next_at = null, version = version + 1 where request_id = @requestId
        """;

    private const string GoOn = "update subject_requests set state = 'received', reason_code = null, proposed_by = null, version = version + 1 where request_id = @requestId";
}
