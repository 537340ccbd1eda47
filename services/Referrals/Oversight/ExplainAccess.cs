using Platform.Access;

namespace Platform.Referrals.Oversight;

/// <summary>Why a member sees a referral or does not, what it stands on and when that ends: for administrators and auditors, without what is in it.</summary>
public static class ExplainAccess
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/operations/access", HandleAsync).RequireAuthorization(Policies.ExplainAccess).Audited(DataClass.Organisational, recordIn: "record").Produces<Explanation>();

    private static async Task<IResult> HandleAsync(MemberAndRecord asked, Explanations explanations, CancellationToken ct)
    {
        if (asked.Refusal is { } wrong)
        {
            return wrong;
        }

        var (explanation, refusal) = await explanations.ExplainAsync(asked.Member, asked.Record, Policies.ReadReferrals, work => ReferralInScope.LookAsync(work, asked.Record), ct);
        return refusal ?? Results.Ok(explanation);
    }
}
