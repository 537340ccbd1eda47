using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>A supervisor says what risk the search is to the person and to the family, and whether the family may be contacted. The last word holds.</summary>
public static class AssessTracingRisk
{
    /// <summary>The assessment.</summary>
    /// <param name="ChildRisk">The risk to the person. Sealed.</param>
    /// <param name="FamilyRisk">The risk to the family. Sealed.</param>
    /// <param name="MayContact">Whether the family may be contacted.</param>
    public sealed record Request(string? ChildRisk, string? FamilyRisk, bool? MayContact);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(risk => risk.ChildRisk).NotEmpty().PlainText(4000);
            RuleFor(risk => risk.FamilyRisk).NotEmpty().PlainText(4000);
            RuleFor(risk => risk.MayContact).NotNull();
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/tracing/{tracingId:guid}/risk-assessment", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(TracingView.RebuildAsync).Produces<TracingView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid tracingId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await FoundTracing.LockAsync(work, personId, tracingId) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await FoundTracing.NotToChangeAsync(work, personId, tracingId);
        }

        if (!work.Caller.Is("supervisor"))
        {
            return Refusal.Forbidden;
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        if (!found.IsOpen)
        {
            return Refusal.WrongState(found.State);
        }

        var risk = body.Value;
        work.Update("update tracings set may_contact = @mayContact, version = version + 1 where tracing_id = @tracingId", new { tracingId, mayContact = risk.MayContact!.Value });
        return await found.CommitAsync(work, key, FoundTracing.Step(
            work, "risk-assessment", DateOnly.FromDateTime(work.Now.UtcDateTime), childRisk: risk.ChildRisk, familyRisk: risk.FamilyRisk, mayContact: risk.MayContact));
    }
}
