using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.SubjectRequests;

/// <summary>The person takes a request back while it is open, and an objection at any time: from then on they may agree to it again.</summary>
public static class WithdrawSubjectRequest
{
    /// <summary>Nothing more has to be said.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/requests/{requestId:guid}/withdrawal", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(SubjectRequestView.RebuildAsync)
            .Produces<SubjectRequestView>();

    private static async Task<IResult> HandleAsync(Guid requestId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await SubjectRequestView.Standing.LockAsync(work, requestId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (!found.Keeps)
        {
            return Refusal.Forbidden;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (!found.IsOpen && found is not { Kind: "objection", State: "answered" })
        {
            return Refusal.WrongState(found.State);
        }

        work.Update(Withdraw, new { requestId });
        work.AuditRecords([requestId, found.PersonId]);
        var row = await work.CommitAsync<SubjectRequestView.Row>(SubjectRequestView.SelectOne, new { requestId });
        return Results.Ok(await SubjectRequestView.OpenAsync(row!, keys, ct));
    }

    private const string Withdraw = """
        update subject_requests
           set state = 'withdrawn', ended_by = access.caller(), ended_at = access.now(), reason_code = null, proposed_by = null, next_at = null, version = version + 1
         where request_id = @requestId
        """;
}
