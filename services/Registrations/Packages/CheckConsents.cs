using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Packages;

/// <summary>Whether the consents a referral stands on still do, asked with the receiver's own token as it accepts. It learns yes or no.</summary>
public static class CheckConsents
{
    /// <summary>The consents.</summary>
    public sealed record Request(IReadOnlyList<Guid>? ConsentIds);

    /// <summary>Whether all of them stand.</summary>
    public sealed record Answer(bool Stand);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.ConsentIds).NotEmpty().Must(ids => ids is not { Count: > 20 });
    }

    /// <summary>Maps the route; the gateway does not lead here.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/consents/check", HandleAsync).RequireAuthorization(Policies.ReceiveReferrals).Audited(DataClass.Consent).Produces<Answer>();

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        return Results.Ok(new Answer(await work.CommitAsync<bool>("select consents_standing(@ids)", new { ids = body.Value.ConsentIds!.Distinct().ToArray() })));
    }
}
