using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Somebody is of a household no longer; that they were stays.</summary>
public static class LeaveHousehold
{
    /// <summary>The end.</summary>
    /// <param name="LeftOn">The last day; never ahead.</param>
    /// <param name="Reason">Why, in words. Sealed.</param>
    public sealed record Request(DateOnly? LeftOn, string? Reason);

    private sealed record Found(Guid MemberId, byte[] Sealed);

    private sealed record Stood(bool IsThere, bool HasLeft);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly since, DateOnly today)
        {
            RuleFor(leaving => leaving.LeftOn).NotEmpty().PastDay(today);
            RuleFor(leaving => leaving.LeftOn).Must(day => day is null || day >= since).WithMessage(_ => Texts.In("Before they joined.", "قبل انضمامه.", "Avant son arrivée."));
            RuleFor(leaving => leaving.Reason).PlainText(500);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/households/{householdId:guid}/members/{personId:guid}/leave", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(HouseholdView.RebuildAsync).Produces<HouseholdView>();

    private static async Task<IResult> HandleAsync(Guid householdId, Guid personId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Found>(Lock, new { householdId, personId }) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await NotToChangeAsync(work, householdId, personId);
        }

        var said = key.Open<HouseholdView.Said>(HouseholdView.Said.Name, found.Sealed);
        if (body.Refuses(new Rules(said.Since, DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        work.Answers(StatusCodes.Status200OK, householdId);
        work.Update(Leave, new { found.MemberId, @sealed = key.Seal(HouseholdView.Said.Name, said with { LeftOn = body.Value.LeftOn, LeaveReason = body.Value.Reason }) });
        work.AuditRecords([personId]);
        return Results.Ok(await HouseholdView.CommitAsync(work, keys, householdId, ct));
    }

    // of who has left there is nothing to lock
    private static async Task<Refusal> NotToChangeAsync(Work work, Guid householdId, Guid personId)
    {
        var stood = (await work.QuerySingleOrDefaultAsync<Stood>(Stands, new { householdId, personId }))!;
        return !stood.IsThere ? Refusal.NotFound : stood.HasLeft ? Refusal.WrongState("left") : Refusal.Forbidden;
    }

    private const string Lock = """
        select m.member_id, m.sealed from people p join household_members m on m.person_id = p.person_id
         where p.person_id = @personId and m.household_id = @householdId and m.left_at is null
           for update of p, m
        """;

    private const string Stands = """
        select count(*) > 0 as is_there, coalesce(bool_and(left_at is not null), false) as has_left from household_members where household_id = @householdId and person_id = @personId
        """;

    private const string Leave = "update household_members set sealed = @sealed, left_at = access.now() where member_id = @memberId";
}
