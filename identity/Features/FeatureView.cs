using Platform.Access;
using Platform.Contracts.Codes;

namespace Platform.Identity.Features;

/// <summary>A feature, for one agency: whether it is on, what it lacks, and when it goes off by itself.</summary>
/// <param name="Feature">Code of feature.csv.</param>
/// <param name="DataClass">low, moderate, high or severe. The last two need an impact assessment and an agreement.</param>
/// <param name="Packages">What an agreement in force must name.</param>
/// <param name="SwitchedOn">An administrator of the lead switched it on.</param>
/// <param name="On">It works: switched on, the agency active, and nothing missing.</param>
/// <param name="Missing">assessment, agreement.</param>
/// <param name="Until">The last day of the assessment or of the agreement, whichever comes first.</param>
public sealed record FeatureView(string Feature, string DataClass, string[] Packages, bool SwitchedOn, bool On, string[] Missing, DateOnly? Until)
{
    /// <summary>The list of features as rows: <c>code, data_class, packages, assessed</c>. Our own codes, so they may stand in a statement.</summary>
    internal static string Rows { get; } =
        $"(values {string.Join(", ", CodeList.Features.Rows.Select(row => $"('{row.Code}', '{row["data_class"]}', '{{{row["packages"].Replace(' ', ',')}}}'::text[], {(row["data_class"] is "high" or "severe" ? "true" : "false")})"))}) as f(code, data_class, packages, assessed)";

    /// <summary>The assessment that counts for agency <c>g</c> and feature <c>f</c>: the newest that was approved, unless it was revoked; its last day as <c>review_on</c>.</summary>
    internal const string Assessment = """
        (select n.review_on
           from (select review_on, revoked_at from impact_assessments
                  where agency_id = g.agency_id and feature = f.code and approved_at is not null order by version desc limit 1) n
          where n.revoked_at is null)
        """;

    internal static string Select { get; } = $"""
        select f.code as feature, f.data_class, f.packages, s.feature is not null as switched_on,
               s.feature is not null and g.active and cardinality(m.missing) = 0 as "on", m.missing,
               case when f.assessed and cardinality(m.missing) = 0 then least(a.review_on, d.until) end as until
          from agencies g
         cross join {Rows}
          left join agency_features s on s.agency_id = g.agency_id and s.feature = f.code
          left join lateral {Assessment} a on a.review_on >= access.day()
         cross join lateral (select max(valid_until) as until from agreements
                              where active and g.agency_id = any (agency_ids) and packages @> f.packages and access.day() between valid_from and valid_until) d
         cross join lateral (select array_remove(array[case when f.assessed and a.review_on is null then 'assessment' end,
                                                       case when f.assessed and d.until is null then 'agreement' end], null) as missing) m
         where g.agency_id = @agencyId
        """;

    internal static string SelectOne { get; } = $"{Select} and f.code = @feature";

    internal static Task<List<FeatureView>> OfAsync(Work work, Guid agencyId) => work.QueryAsync<FeatureView>($"{Select} order by f.code", new { agencyId });
}
