using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>
/// One of two people verifies from one side, the person's or the family's, that they belong together; somebody else does so from the other side. With the second the search is
/// verified.
/// </summary>
public static class VerifyTracingSide
{
    /// <summary>What was found.</summary>
    /// <param name="Side">child or family.</param>
    /// <param name="On">The day; never ahead.</param>
    /// <param name="Method">Code of kinship-method.csv.</param>
    /// <param name="Note">What was found, in words. Sealed.</param>
    public sealed record Request(string? Side, DateOnly? On, string? Method, string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(found => found.Side).NotEmpty().CodeOf(side => side is "child" or "family");
            RuleFor(found => found.On).NotEmpty().PastDay(today);
            RuleFor(found => found.Method).NotEmpty().CodeOf(CodeList.KinshipMethods.Contains);
            RuleFor(found => found.Note).PlainText(4000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/tracing/{tracingId:guid}/sides", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(TracingView.RebuildAsync).Produces<TracingView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid tracingId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await FoundTracing.LockAsync(work, personId, tracingId) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await FoundTracing.NotToChangeAsync(work, personId, tracingId);
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (found.State != "tracing-in-progress")
        {
            return Refusal.WrongState(found.State);
        }

        var isChild = body.Value.Side == "child";
        var (own, other) = isChild ? (found.ChildSideBy, found.FamilySideBy) : (found.FamilySideBy, found.ChildSideBy);
        if (other == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // nobody stands for both sides
        }

        if (own is not null)
        {
            return Refusal.WrongState("side-verified");
        }

        work.Update(isChild ? ChildSide : FamilySide, new { tracingId });
        return await found.CommitAsync(work, key, FoundTracing.Step(work, isChild ? "child-side" : "family-side", body.Value.On, body.Value.Method, body.Value.Note));
    }

    private const string ChildSide = """
        update tracings set child_side_by = access.caller(), state = case when family_side_by is null then state else 'verified' end, version = version + 1 where tracing_id = @tracingId
        """;

    private const string FamilySide = """
        update tracings set family_side_by = access.caller(), state = case when child_side_by is null then state else 'verified' end, version = version + 1 where tracing_id = @tracingId
        """;
}
