using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.Agreements;
using Platform.Identity.Features;

namespace Platform.Identity.Reviews;

/// <summary>
/// For who reviews an agency's access: who of it may do what, what binds it, what ends soon, and what was done with tokens in the last 90 days.
/// How many records it reaches is asked of each service (<c>/api/operations/{service}/reach</c>).
/// </summary>
public static class GetAccess
{
    /// <summary>Those of the agency who hold a role.</summary>
    /// <param name="Role">Code of role.csv.</param>
    /// <param name="People">How many people who are not suspended.</param>
    /// <param name="WithoutAuthenticator">How many of them without an authenticator app.</param>
    /// <param name="NotSignedIn">How many of them never took up their invitation.</param>
    /// <param name="Systems">How many systems.</param>
    public sealed record Holders(string Role, int People, int WithoutAuthenticator, int NotSignedIn, int Systems);

    /// <summary>Something that ends within 30 days.</summary>
    /// <param name="What">agreement, assessment (of a feature that is switched on) or previous-secret.</param>
    /// <param name="Code">Its code, the feature's, or the system's name.</param>
    /// <param name="At">When.</param>
    public sealed record Ending(string What, string Code, DateTimeOffset At);

    /// <summary>The agency's access.</summary>
    public sealed record Answer(
        AgencyView Agency, IReadOnlyList<Holders> Roles, IReadOnlyList<AgreementView> Agreements, IReadOnlyList<FeatureView> Features, IReadOnlyList<Ending> EndsSoon, IReadOnlyList<ReachOfAgency.Used> UsedInNinetyDays,
        DateTimeOffset? ReviewedAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/agencies/{agencyId:guid}/access", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational).Produces<Answer>();

    private static async Task<IResult> HandleAsync(Guid agencyId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<AgencyView>(AgencyView.SelectOne, new { agencyId }) is not { } agency)
        {
            return Refusal.NotFound;
        }

        var roles = await work.QueryAsync<Holders>(HoldersOf, new { agencyId });
        var agreements = await work.QueryAsync<AgreementView>(AgreementsOf, new { agencyId });
        var features = await FeatureView.OfAsync(work, agencyId);
        var ending = await work.QueryAsync<Ending>(EndingSoon, new { agencyId });
        var used = await work.QueryAsync<ReachOfAgency.Used>(ReachOfAgency.Use, new { agencyId, days = ReachOfAgency.Days });
        var reviewed = await work.CommitAsync<DateTimeOffset?>("select max(reviewed_at) from access_reviews where agency_id = @agencyId", new { agencyId });
        return Results.Ok(new Answer(agency, roles, agreements, features, ending, used, reviewed));
    }

    private const string HoldersOf = """
        select role, count(*) filter (where is_person)::int as people, count(*) filter (where is_person and not two_factor_enabled)::int as without_authenticator,
               count(*) filter (where is_person and password_hash is null)::int as not_signed_in, count(*) filter (where not is_person)::int as systems
          from (select unnest(roles) as role, true as is_person, two_factor_enabled, password_hash from users where agency_id = @agencyId and active
                union all select unnest(roles), false, false, null from clients where agency_id = @agencyId and active) held
         group by role order by role
        """;

    private const string AgreementsOf = $"""
        select * from ({AgreementView.Select}) a where @agencyId = any (party_ids) and not @agencyId = any (left_ids) and state in ('coming', 'in-force') order by code
        """;

    private static readonly string EndingSoon = $"""
        select 'agreement' as what, code, (valid_until + 1)::timestamp at time zone 'UTC' as at from agreements
         where active and @agencyId = any (agency_ids) and valid_until between access.day() and access.day() + 30
        union all
        select 'assessment', f.code, (a.review_on + 1)::timestamp at time zone 'UTC'
          from agencies g cross join {FeatureView.Rows} join agency_features s on s.agency_id = g.agency_id and s.feature = f.code cross join lateral {FeatureView.Assessment} a
         where g.agency_id = @agencyId and f.assessed and a.review_on between access.day() and access.day() + 30
        union all
        select 'previous-secret', client_id, previous_secret_until from clients where agency_id = @agencyId and active and previous_secret_until > clock_timestamp()
         order by at
        """;
}
