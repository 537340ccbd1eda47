using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Erasure;

/// <summary>Who keeps a file asks that it is erased. Nothing happens to it until a second person approves.</summary>
public static class AskForErasure
{
    /// <summary>Why.</summary>
    /// <param name="ReasonCode">Code of erasure-reason.csv.</param>
    /// <param name="Note">For who decides; sealed with the person's key, and so gone with it.</param>
    public sealed record Request(string? ReasonCode, string? Note);

    private sealed record Held(Guid? TeamId);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.ReasonCode).NotEmpty().CodeOf(CodeList.ErasureReasons.Contains);
            RuleFor(request => request.Note).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/erasure", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Ledger).Idempotent(ErasureView.RebuildAsync)
            .Produces<ErasureView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Held>(Lock, new { personId }) is not { } held || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var erasureId = Guid.CreateVersion7();
        if (await work.QuerySingleOrDefaultAsync<bool>(Open, new { personId }))
        {
            return Refusal.WrongState("asked");
        }

        work.Update(Insert, new
        {
            erasureId,
            personId,
            desks = Desks(work.Caller.Agency, held.TeamId),
            body.Value.ReasonCode,
            note = body.Value.Note is { Length: > 0 } note ? key.Seal(ErasureView.NoteName, note) : null,
        });
        work.AuditRecords([personId, erasureId]);
        work.Answers(StatusCodes.Status201Created, erasureId);
        return Results.Created($"/api/erasures/{erasureId}", await ErasureView.CommitAsync(work, erasureId, ct));
    }

    /// <summary>Who decides: the agency's protection officers, and the supervisors of the team that has the case.</summary>
    internal static Guid[] Desks(Guid agency, Guid? team) =>
        [Grantee.Desk(agency, "protection-officer"), .. team is { } unit ? (Guid[])[Grantee.Desk(unit, "supervisor")] : []];

    private const string Lock = "select team_id from people where person_id = @personId for update";

    private const string Open = "select erasure_open(@personId)";

    private const string Insert = """
        insert into erasures (erasure_id, person_id, agency_id, desks, because, note, status, asked_by, asked_at)
        values (@erasureId, @personId, access.agency(), @desks, @reasonCode, @note, 'asked', access.caller(), access.now())
        """;
}
