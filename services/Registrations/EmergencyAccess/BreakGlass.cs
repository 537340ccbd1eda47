using FluentValidation;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Registrations.EmergencyAccess;

/// <summary>
/// In an emergency somebody opens a file of their agency that they do not keep: by its code, with a reason, for an hour, and to read only. Who keeps it
/// and the agency's protection officers see it at once, and one of these says afterwards whether it was right.
/// </summary>
public static class BreakGlass
{
    /// <summary>Which file, and why.</summary>
    /// <param name="CaseCode">The file's code. One of another agency is not there.</param>
    /// <param name="Reason">Why it cannot wait for who keeps the case. Sealed; read by who keeps it and by who confirms.</param>
    public sealed record Request(string? CaseCode, string? Reason);

    private sealed record File(Guid UnitId, Guid CaseworkerId);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.CaseCode).NotEmpty().PlainText(40);
            RuleFor(request => request.Reason).NotEmpty().PlainText(2000);
            RuleFor(request => request.Reason).MinimumLength(10);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/emergency-access", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(EmergencyAccessView.RebuildAsync)
            .Produces<EmergencyAccessView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Guid?>(FileOfCode, new { body.Value.CaseCode }) is not { } personId || await keys.GetAsync(personId, ct) is not { } key)
        {
            return Refusal.NotFound;
        }

        var accessId = Guid.CreateVersion7();
        await work.QuerySingleOrDefaultAsync<bool>(Open, new { accessId, personId, desk = Grantee.Desk(work.Caller.Agency, "protection-officer"), reason = key.Seal(EmergencyAccessView.ReasonName, body.Value.Reason!) });
        var file = await work.QuerySingleOrDefaultAsync<File>(Opened, new { personId });   // theirs to read from here on
        work.Publish(new EmergencyAccessOpened
        {
            SubjectId = accessId,
            SubjectVersion = 1,
            OccurredAt = work.Now,
            AgencyId = work.Caller.Agency,
            OpenedBy = work.Caller.Subject,
            UnitId = file!.UnitId,
            CaseworkerId = file.CaseworkerId,
            Until = work.Now.AddHours(1),
        });
        work.AuditRecords([personId, accessId]);
        work.Answers(StatusCodes.Status201Created, accessId);
        var row = await work.CommitAsync<EmergencyAccessView.Row>(EmergencyAccessView.SelectOne, new { accessId });
        return Results.Created($"/api/emergency-access/{accessId}", await EmergencyAccessView.OpenAsync(row!, keys, ct));
    }

    private const string FileOfCode = "select file_of_code(@caseCode)";

    private const string Opened = "select coalesce(team_id, agency_id) as unit_id, caseworker_id from people where person_id = @personId";

    private const string Open = "select break_glass(@accessId, @personId, @desk, @reason) is null";
}
