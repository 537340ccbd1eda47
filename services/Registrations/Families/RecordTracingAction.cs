using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Writes down what was done to find the family. The family is not contacted before a supervisor has assessed the risk to both; nothing is made public.</summary>
public static class RecordTracingAction
{
    /// <summary>What was done.</summary>
    /// <param name="On">The day; never ahead.</param>
    /// <param name="Type">Code of tracing-action.csv.</param>
    /// <param name="Outcome">What came of it. Sealed.</param>
    public sealed record Request(DateOnly? On, string? Type, string? Outcome);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(action => action.On).NotEmpty().PastDay(today);
            RuleFor(action => action.Type).NotEmpty().CodeOf(CodeList.TracingActions.Contains);
            RuleFor(action => action.Outcome).PlainText(4000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/tracing/{tracingId:guid}/actions", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
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

        if (!found.IsOpen)
        {
            return Refusal.WrongState(found.State);
        }

        if (CodeList.TracingActions[body.Value.Type!].Says("contacts_family") && !found.MayContact)
        {
            return new Refusal(409, "risk-not-assessed", Texts.In(
                "The family is not contacted before a supervisor has assessed the risk to both, and allowed it.",
                "لا يُتصل بالأسرة قبل أن يقيّم مشرف الخطر على الطرفين ويسمح بذلك.",
                "On ne contacte pas la famille avant qu’un superviseur ait évalué le risque pour les deux et l’ait permis."));
        }

        work.Update(Advance, new { tracingId });
        return await found.CommitAsync(work, key, FoundTracing.Step(work, "action", body.Value.On, body.Value.Type, body.Value.Outcome));
    }

    private const string Advance = """
        update tracings set state = case when state = 'open' then 'tracing-in-progress' else state end, version = version + 1 where tracing_id = @tracingId
        """;
}
