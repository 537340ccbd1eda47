using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Programmes;

/// <summary>A form is not put in force: a second person says so, or who proposed it takes it back. The one before goes on.</summary>
public static class RejectProgramme
{
    /// <summary>Nothing is said with it.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/programmes/{formId:guid}/rejection", HandleAsync).RequireAuthorization(Policies.ApproveProgrammes).Audited(DataClass.Organisational).Idempotent(ProgrammeView.RebuildAsync)
            .Produces<ProgrammeView>();

    private static async Task<IResult> HandleAsync(Guid formId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await ProgrammeView.LockAsync(work, formId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.State != "proposed")
        {
            return Refusal.WrongState(found.State);
        }

        work.Update(Reject, new { formId });
        var row = await work.CommitAsync<ProgrammeView.Row>(ProgrammeView.SelectOne, new { formId });
        return Results.Ok(ProgrammeView.Of(row!));
    }

    private const string Reject = "update programme_forms set state = 'rejected', decided_by = access.caller(), decided_at = access.now() where form_id = @formId";
}
