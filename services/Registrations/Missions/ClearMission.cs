using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>Somebody who may said that it is safe to go: who that was and when is written down. The last word holds.</summary>
public static class ClearMission
{
    /// <summary>The clearance.</summary>
    /// <param name="By">Who gave it, as an office or a post. Sealed, as all of it but that there is one.</param>
    /// <param name="On">The day; never ahead.</param>
    /// <param name="Reference">Its reference.</param>
    /// <param name="Note">On which conditions.</param>
    public sealed record Request(string? By, DateOnly? On, string? Reference, string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        private static readonly DateOnly Earliest = new(2000, 1, 1);

        public Rules(DateOnly today)
        {
            RuleFor(clearance => clearance.By).NotEmpty().PlainText(200);
            RuleFor(clearance => clearance.On).NotNull();
            RuleFor(clearance => clearance.On).Must(day => day is null || (day >= Earliest && day <= today)).WithMessage(_ => Texts.In("This date cannot be.", "هذا التاريخ غير ممكن.", "Cette date est impossible."));
            RuleFor(clearance => clearance.Reference).PlainText(200);
            RuleFor(clearance => clearance.Note).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/missions/{missionId:guid}/clearance", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(MissionView.RebuildAsync)
            .Produces<MissionView>();

    private static async Task<IResult> HandleAsync(Guid missionId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await MissionView.Found.LockAsync(work, missionId) is not { } found || await keys.GetAsync(missionId, ct) is not { } key)
        {
            return await MissionView.NotToChangeAsync(work, missionId);
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (found.State != "planned")
        {
            return Refusal.WrongState(found.State);
        }

        var clearance = new MissionView.Cleared(body.Value.By!, body.Value.On!.Value, body.Value.Reference, body.Value.Note, work.Caller.Subject, work.Now);
        return await MissionView.MoveAsync(work, missionId, found.State, MissionView.Told.Open(key, found.Sealed) with { Clearance = clearance }, key, ", cleared_at = access.now()");
    }
}
