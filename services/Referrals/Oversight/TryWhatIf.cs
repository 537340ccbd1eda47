using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Referrals.Referrals;
using Standing = Platform.Referrals.Referrals.Standing;

namespace Platform.Referrals.Oversight;

/// <summary>
/// What would be if: a member's access to a referral once it is accepted, which is really done, in a transaction that nobody sees and that never
/// commits; or what an agreement that is only planned would make possible.
/// </summary>
public static class TryWhatIf
{
    /// <summary>The question.</summary>
    /// <param name="Member">For accepted: whose access.</param>
    /// <param name="Record">For accepted: the referral.</param>
    /// <param name="Then">accepted, or agreement.</param>
    /// <param name="Agreement">For agreement: as it is planned.</param>
    public sealed record Request(Guid? Member, Guid? Record, string? Then, Planned? Agreement);

    /// <summary>An agreement that is not signed.</summary>
    /// <param name="AgencyIds">The parties.</param>
    /// <param name="Purposes">Codes of purpose.csv.</param>
    /// <param name="Packages">Codes of package.csv.</param>
    /// <param name="AreaCodes">P-codes of any level, or <c>*</c>.</param>
    /// <param name="From">Its first day.</param>
    /// <param name="Until">Its last day.</param>
    public sealed record Planned(
        IReadOnlyList<Guid>? AgencyIds, IReadOnlyList<string>? Purposes, IReadOnlyList<string>? Packages, IReadOnlyList<string>? AreaCodes, DateOnly? From, DateOnly? Until);

    /// <summary>The answer.</summary>
    /// <param name="Possible">For accepted: whether it can be accepted now. Where not, the explanation is of today.</param>
    /// <param name="Explanation">For accepted: what the member would read, and what would decide.</param>
    /// <param name="Adds">For agreement: what it adds to those in force.</param>
    internal sealed record Answer(bool? Possible, Explanation? Explanation, IReadOnlyList<PlannedAgreement.Added>? Adds);

    private sealed class Rules : AbstractValidator<Request>
    {
        private const int MostParties = 12;

        public Rules(DateOnly today)
        {
            RuleFor(asked => asked.Then).NotEmpty().CodeOf(then => then is "accepted" or "agreement");
            When(asked => asked.Then == "accepted", () =>
            {
                RuleFor(asked => asked.Member).NotEmpty();
                RuleFor(asked => asked.Record).NotEmpty();
            });
            When(asked => asked.Then == "agreement", () => RuleFor(asked => asked.Agreement).NotNull());
            When(asked => asked.Agreement is not null, () =>
            {
                RuleFor(asked => asked.Agreement!.AgencyIds).Must(parties => parties is { Count: >= 2 and <= MostParties } && parties.Distinct().Count() == parties.Count)
                    .WithMessage(_ => Texts.In($"2 to {MostParties} different agencies.", $"من 2 إلى {MostParties} وكالة مختلفة.", $"De 2 à {MostParties} agences différentes."));
                RuleFor(asked => asked.Agreement!.Purposes).CodesOf(CodeList.Purposes.Contains, most: 8);
                RuleFor(asked => asked.Agreement!.Packages).CodesOf(CodeList.Packages.Contains, most: 16);
                RuleFor(asked => asked.Agreement!.AreaCodes).CodesOf(area => area == "*" || CodeList.Adm1.Contains(area) || CodeList.Adm2.Contains(area) || CodeList.Adm3.Contains(area), most: 20);
                RuleFor(asked => asked.Agreement!.From).Must(day => day >= today.AddYears(-1) && day <= today.AddYears(5))
                    .WithMessage(_ => Texts.In("From a year ago to five years ahead.", "من سنة مضت حتى خمس سنوات.", "D'il y a un an à cinq ans."));
                RuleFor(asked => asked.Agreement!.Until).Must((asked, day) => day >= asked.Agreement!.From && day >= today && day <= today.AddYears(10))
                    .WithMessage(_ => Texts.In("From the first day and today to ten years ahead.", "من اليوم الأول ومن اليوم حتى عشر سنوات.", "Du premier jour et d'aujourd'hui à dix ans."));
            });
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/operations/access/what-if", HandleAsync).RequireAuthorization(Policies.ExplainAccess).Audited(DataClass.Organisational)
            .WithMetadata(new NeedsIdempotencyKey()).Produces<Answer>();

    private static async Task<IResult> HandleAsync(
        Body<Request> body, Explanations explanations, ScopedDatabase database, Standings standings, TimeProvider clock, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (body.Refuses(new Rules(today)) is { } wrong)
        {
            return wrong;
        }

        if (body.Value.Then == "agreement")
        {
            return await OfAgreementAsync(body.Value.Agreement!, database, standings, today, ct);
        }

        var (member, record, possible) = (body.Value.Member!.Value, body.Value.Record!.Value, false);
        var (explanation, refusal) = await explanations.ExplainAsync(member, record, Policies.ReadReferrals, async work =>
        {
            var (found, _) = await Standing.LockAsync(work, record, ReferralMove.Accept);
            possible = found is not null && AcceptReferral.Refuses(found, DateOnly.FromDateTime(work.Now.UtcDateTime), standings) is null;
            if (possible)
            {
                AcceptReferral.TakeOn(work, found!);
                await work.RehearseAsync();
            }

            return await ReferralInScope.LookAsync(work, record);
        }, ct);
        return refusal ?? Results.Ok(new Answer(possible, explanation, null));
    }

    // the lead's administrators plan for everybody, others what their own agency would be a party of; auditors plan nothing
    private static async Task<IResult> OfAgreementAsync(Planned planned, ScopedDatabase database, Standings standings, DateOnly today, CancellationToken ct)
    {
        var caller = database.Caller;
        if (!caller.Is("access-admin"))
        {
            return Refusal.Forbidden;
        }

        var standing = standings.Current;
        if (planned.AgencyIds!.Any(party => standing.Agency(party) is not { Active: true }))
        {
            return Refusal.Field("$.agreement.agencyIds", Texts.In("One of them is no agency.", "إحداها ليست وكالة.", "L'une d'elles n'est pas une agence."));
        }

        var adds = standing.AddedBy(
            new(Guid.Empty, "", planned.AgencyIds!, planned.Purposes!, planned.Packages!, planned.AreaCodes!, planned.From!.Value, planned.Until!.Value, Active: true), today);
        await using var work = await database.BeginAsync(ct);
        work.AuditRecords([]);
        await work.CommitAsync();
        return Results.Ok(new Answer(null, null, [.. adds.Where(added => caller.AgencyKind == "lead" || added.FromAgencyId == caller.Agency || added.ToAgencyId == caller.Agency)]));
    }
}
