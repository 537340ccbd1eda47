using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Programmes;

/// <summary>A second person approves a form: it is asked from then on, in place of the one before.</summary>
public static class ApproveProgramme
{
    /// <summary>Nothing is said with it.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/programmes/{formId:guid}/approval", HandleAsync).RequireAuthorization(Policies.ApproveProgrammes).Audited(DataClass.Organisational).Idempotent(ProgrammeView.RebuildAsync)
            .Produces<ProgrammeView>();

    private static async Task<IResult> HandleAsync(Guid formId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await ProgrammeView.LockAsync(work, formId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.ProposedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // nobody approves their own
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.State != "proposed")
        {
            return Refusal.WrongState(found.State);
        }

        work.Execute(Replace, new { found.Code });
        work.Update(Approve, new { formId });
        var row = await work.CommitAsync<ProgrammeView.Row>(ProgrammeView.SelectOne, new { formId });
        return Results.Ok(ProgrammeView.Of(row!));
    }

    private const string Replace = "update programme_forms set state = 'replaced' where code = @code and state = 'in-force'";

    private const string Approve = "update programme_forms set state = 'in-force', decided_by = access.caller(), decided_at = access.now() where form_id = @formId";
}
