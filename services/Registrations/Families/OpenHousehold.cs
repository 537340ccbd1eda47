using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Says of people that they live or travel together: whose files the caller keeps, all of them or none.</summary>
public static class OpenHousehold
{
    private const int MostAtOnce = 30;

    /// <summary>The household.</summary>
    /// <param name="Members">Who is of it.</param>
    public sealed record Request(IReadOnlyList<Joining>? Members);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(household => household.Members).Must(members => members is { Count: > 0 }).WithMessage(_ => Texts.In("At least one.", "واحد على الأقل.", "Au moins un."));
            RuleFor(household => household.Members).PartsOf(MostAtOnce, member => member.PersonId, new Joining.Rules(today));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/households", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(HouseholdView.RebuildAsync)
            .Produces<HouseholdView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        await work.BeginAsync();
        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        var householdId = Grantee.RandomId();   // no version 7: it tells no time
        if (await Joining.WriteAsync(work, keys, householdId, body.Value.Members!, at => $"$.members[{at}].personId", ct) is { } wrong)
        {
            return wrong;
        }

        work.Answers(StatusCodes.Status201Created, householdId);
        return Results.Created($"/api/households/{householdId}", await HouseholdView.CommitAsync(work, keys, householdId, ct));
    }
}
