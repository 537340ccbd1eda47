using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Platform.Scope.Tests;

/// <content>Who takes part, and who no longer does: as identity keeps them.</content>
public sealed partial class World
{
    /// <summary>Ends the team's tokens, too: who has another main team gets a new one.</summary>
    private async Task EvacuateAsync(Team? team)
    {
        if (team is null) return;

        team.Evacuated = true;
        await IdentityAsync("update teams set evacuated_at = now() where team_id = $1", team.Id);
        await KnownAsync();
        var model = new ReferenceModel(this);
        foreach (var member in Members.Where(member => member.Teams.Contains(team) && model.MayEnter(member)))
        {
            partners[member.Id] = new Partner(platform, member.Name) { Token = await platform.AskTokenAsync(member.Name, SecretOf(member.Name)) };
        }
    }

    /// <summary>The last day of the assessment of exports: of every second agency it ends before the days ahead are over, and of the embassy it was over before.</summary>
    public DateOnly AssessedUntil(Agency agency) => Started.AddDays(agency.Kind == "embassy" ? -1 : Agencies.IndexOf(agency) % 2 == 0 ? 3 : 300);

    /// <summary>What somebody is who has not taken up their invitation; there is one such person in each agency.</summary>
    public const string RoleOfPeople = "statistics";

    public static string LoginAt(Agency agency) => $"somebody@{agency.Code}.invented";

    public string CodesBegin => $"agreement-{run}-";

    private async Task PlantAsync(Plan plan)
    {
        await IdentityAsync("drop index if exists there_is_one_lead");   // a world of its own beside that of the demo
        foreach (var (planned, at) in plan.Agencies.Select((planned, at) => (planned, at)))
        {
            var agency = new Agency(Guid.CreateVersion7(), $"{planned.Kind}-{run}-{at}", planned.Kind);
            Agencies.Add(agency);
            await IdentityAsync("insert into agencies (agency_id, code, name, kind) values ($1, $2, $3, $4)", agency.Id, agency.Code, agency.Name, agency.Kind);
            List<Team> teams = [.. planned.TeamAreas.Select((area, team) => new Team(Guid.CreateVersion7(), agency, $"team-{team}", area))];
            Teams.AddRange(teams);
            foreach (var team in teams)
            {
                await IdentityAsync("insert into teams (team_id, agency_id, code, name, area_codes) values ($1, $2, $3, 'Invented', $4)", team.Id, agency.Id, team.Code, new[] { team.Area });
            }

            List<Plan.PlannedMember> members = [.. planned.Members];
            if (agency.HoldsCases) Offers.AddRange(Services.Zip(planned.OfferAreas, (service, areas) => new Offer(agency, service, areas)));
            if (agency.HoldsCases) members.Add(new Plan.PlannedMember(["focal-point", "auditor"], [], ["*"]));   // there are one of each everywhere
            if (agency.Kind == "lead") members.AddRange([new(["access-admin"], [], ["*"]), new(["deduplication-desk"], [], ["*"])]);   // who is told of everybody's access, and who of double records
            foreach (var (member, number) in members.Select((member, number) => (member, number)))
            {
                var name = $"{agency.Code}-{(number == planned.Members.Count ? "desk" : number.ToString(CultureInfo.InvariantCulture))}";
                Members.Add(new Member(Guid.CreateVersion7(), agency, name, member.Roles, [.. member.Teams.Select(team => teams[team])], member.Areas));
            }
        }

        foreach (var agency in Agencies)
        {
            (Assessments[agency], Reviews[agency]) = (Guid.NewGuid(), Guid.NewGuid());
            await IdentityAsync(
                """
                insert into impact_assessments (assessment_id, agency_id, feature, version, summary, review_on, asked_by, asked_at, approved_by, approved_at)
                values ($3, $1, 'export-of-files', 1, 'Invented.', $2, gen_random_uuid(), now(), gen_random_uuid(), now())
                """,
                agency.Id, AssessedUntil(agency), Assessments[agency]);
            await IdentityAsync("insert into agency_features (agency_id, feature, switched_by, switched_at) values ($1, 'export-of-files', gen_random_uuid(), now())", agency.Id);
            await IdentityAsync("insert into access_reviews (review_id, agency_id, reviewed_by, reviewed_at, note, next_on) values ($1, $2, gen_random_uuid(), now(), 'Invented.', $3)", Reviews[agency], agency.Id, Today.AddDays(90));
            await IdentityAsync(
                """
                insert into users (id, agency_id, active, roles, team_ids, area_codes, demo, user_name, normalized_user_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                values (gen_random_uuid(), $1, true, $2, '{}', '{*}', false, $3, upper($3), false, false, false, true, 0)
                """,
                agency.Id, new[] { RoleOfPeople }, LoginAt(agency));
        }

        foreach (var member in Members)
        {
            await IdentityAsync(
                """
                insert into clients (id, agency_id, active, roles, team_ids, area_codes, demo, client_id, client_secret, client_type, concurrency_token, consent_type, permissions, settings, requirements, properties)
                select $1, $2, true, $3, $4, $7, false, $5, $6, client_type, gen_random_uuid(), consent_type, permissions, settings, requirements, properties
                  from clients where client_id = 'amal-health-system'
                """,
                member.Id, member.Agency.Id, member.Roles.ToArray(), member.Teams.Select(team => team.Id).ToArray(), member.Name,
                Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(SecretOf(member.Name)))), member.Areas.ToArray());
        }

        foreach (var (planned, at) in plan.Agreements.Select((planned, at) => (planned, at)))
        {
            Agency[] parties = [.. planned.Agencies.Select(pick => Of(Agencies, pick)!).Distinct()];
            if (parties.Length < 2) continue;

            var agreement = new Agreement(Guid.CreateVersion7(), $"{CodesBegin}{at}", parties, planned.Purposes, planned.Packages, planned.Area, Today.AddDays(-30), Today.AddDays(planned.Until)) { Active = planned.Active };
            Agreements.Add(agreement);
            await IdentityAsync(
                "insert into agreements (agreement_id, code, agency_ids, purposes, packages, area_codes, valid_from, valid_until, active) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                agreement.Id, agreement.Code, parties.Select(party => party.Id).ToArray(), planned.Purposes.ToArray(), planned.Packages.ToArray(),
                new[] { planned.Area }, agreement.From, agreement.Until, agreement.Active);
            foreach (var party in parties) await IdentityAsync("insert into agreement_parties (agreement_id, agency_id, signed_at) values ($1, $2, now())", agreement.Id, party.Id);
        }
    }

    private async Task SuspendAsync(string table, string key, Guid id)
    {
        Suspended.Add(id);
        await IdentityAsync($"update {table} set active = false where {key} = $1", id);
    }

    private async Task IdentityAsync(string sql, params object[] values)
    {
        await using var database = await platform.OpenDatabaseAsync("identity");
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }

    private static string SecretOf(string name) => $"secret of {name}";
}
