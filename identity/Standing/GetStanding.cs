using Npgsql;
using Platform.Hosting;

namespace Platform.Identity.Standing;

/// <summary>
/// Everything the services need to know of agencies, teams, members, agreements and ended access, as one document with one version.
/// Asked every few seconds by every replica: one cheap look at the version, and 304 or the document from memory.
/// </summary>
public sealed class GetStanding(NpgsqlDataSource database)
{
    private volatile VersionedDocument? cached;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/internal/standing", (GetStanding use, CancellationToken ct) => use.HandleAsync(ct)).RequireAuthorization(TokenChecks.ServicePolicy);

    private async Task<IResult> HandleAsync(CancellationToken ct) => (cached = await VersionedDocument.CurrentAsync(cached, database, Document, ct)).ToResult();

    // One statement is one snapshot: the version belongs to what it stands beside.
    private const string Document = """
        select s.version, json_build_object(
          'version', s.version,
          'agencies', coalesce((select json_agg(json_build_object(
              'agencyId', agency_id, 'code', code, 'name', name, 'kind', kind, 'active', active) order by code) from agencies), '[]'),
          'teams', coalesce((select json_agg(json_build_object(
              'teamId', team_id, 'agencyId', agency_id, 'code', code, 'name', name, 'areaCodes', area_codes, 'evacuated', evacuated_at is not null) order by agency_id, code) from teams), '[]'),
          'members', coalesce((select json_agg(json_build_object(
              'memberId', id, 'agencyId', agency_id, 'kind', kind, 'name', name, 'active', active,
              'roles', roles, 'teamIds', team_ids, 'areaCodes', area_codes) order by name) from (
                  select id, agency_id, 'user' as kind, user_name as name, active, roles, team_ids, area_codes from users
                  union all
                  select id, agency_id, 'client', client_id, active, roles, team_ids, area_codes from clients where agency_id is not null) m), '[]'),
          'agreements', coalesce((select json_agg(json_build_object(
              'agreementId', agreement_id, 'code', code, 'agencyIds', agency_ids, 'purposes', purposes, 'packages', packages,
              'areaCodes', area_codes, 'from', valid_from, 'until', valid_until, 'active', active) order by code) from agreements), '[]'),
          'notBefore', coalesce((select json_agg(json_build_object(
              'subject', subject, 'instant', to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by subject) from not_before), '[]')
        )::text as body
        from standing s
        """;
}
