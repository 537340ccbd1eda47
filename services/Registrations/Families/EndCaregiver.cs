using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Says that a relative cares for the person no longer; they stay who they are.</summary>
public static class EndCaregiver
{
    /// <summary>The end.</summary>
    /// <param name="EndedOn">The last day; never ahead.</param>
    /// <param name="ReasonCode">Code of caregiver-change-reason-primero.csv.</param>
    /// <param name="Note">What happened, in words.</param>
    public sealed record Request(DateOnly? EndedOn, string? ReasonCode, string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(end => end.EndedOn).NotEmpty().PastDay(today);
            RuleFor(end => end.ReasonCode).NotEmpty().CodeOf(CodeList.CaregiverChangeReasons.Contains);
            RuleFor(end => end.Note).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/family/{linkId:guid}/caregiver/end", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(FamilyLinkView.RebuildAsync).Produces<FamilyLinkView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid linkId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await FoundLink.LockAsync(work, personId, linkId) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await FoundLink.NotToChangeAsync(work, personId, linkId);
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (!found.Caregiver)
        {
            return Refusal.WrongState("no-caregiver");
        }

        work.Update("update family_links set caregiver = false, version = version + 1 where link_id = @linkId", new { linkId });
        found.Add(work, key, "caregiver-ended", body.Value.EndedOn, body.Value.ReasonCode, body.Value.Note);
        return await found.CommitAsync(work, key);
    }
}
