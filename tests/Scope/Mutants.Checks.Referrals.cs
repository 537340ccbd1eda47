using Npgsql;

namespace Platform.Scope.Tests;

/// <content>What may be written of referrals.</content>
public sealed partial class Mutants
{
    private Task<Dictionary<string, Written>> MovesAsync(NpgsqlConnection database)
    {
        _ = database;
        var extras = added;
        Func<Member, IEnumerable<Guid>> Of(Func<Member, Referral, bool> may, Func<Extra, bool> extra) => member => world.Referrals.Where(referral => may(member, referral)).Select(referral => referral.Id)
            .Concat(extras.Where(planted => planted.Holder == member.Agency && member.Is("focal-point") && extra(planted)).Select(planted => planted.Id));
        var sends = Of(ReferenceModel.MovesAsSender, extra => extra is { Row: true, Sent: true, ReadOnly: false });
        var moves = Of((member, referral) => ReferenceModel.MovesAsSender(member, referral) || ReferenceModel.SeesAsReceiver(member, referral), extra => extra is { Row: true, ReadOnly: false });
        string All(string table, string more = "") => $$"""
            select (jsonb_populate_record(one.line, jsonb_build_object('referral_id', r.referral_id{{more}}))).* from referrals r, (select l as line from {{table}} l limit 1) one
            """;

        // a referral of each member's own that is right, and those that are wrong in one thing
        List<(Guid Member, Guid Id, bool IsRight)> sent = [];
        List<string> rows = [];
        List<(Guid Member, Guid Id, bool IsRight)> steps = [];
        List<string> stepRows = [];
        var (somebody, number) = (Guid.NewGuid(), 0);
        foreach (var member in world.Members)
        {
            foreach (var (agency, by, status) in ((Guid, Guid, string)[])[(member.Agency.Id, member.Id, "sent"), (somebody, member.Id, "sent"), (member.Agency.Id, somebody, "sent"), (member.Agency.Id, member.Id, "accepted")])
            {
                sent.Add((member.Id, Guid.CreateVersion7(), (agency, by, status) == (member.Agency.Id, member.Id, "sent")));
                rows.Add($"('{sent[^1].Id}'::uuid, '{agency}'::uuid, '{by}'::uuid, '{status}')");
            }

            // a step of each referral that is theirs to move, and of some that are not
            var theirs = moves(member).ToHashSet();
            foreach (var referral in theirs.Take(1).Concat(extras.Select(extra => extra.Id)).Concat(world.Referrals.Take(8).Select(referral => referral.Id).Where(id => !theirs.Contains(id))).Distinct())
            {
                foreach (var (agency, by) in theirs.Contains(referral) ? ((Guid, Guid)[])[(member.Agency.Id, member.Id), (somebody, member.Id), (member.Agency.Id, somebody)] : [(member.Agency.Id, member.Id)])
                {
                    steps.Add((member.Id, Guid.CreateVersion7(), theirs.Contains(referral) && (agency, by) == (member.Agency.Id, member.Id)));
                    stepRows.Add($"('{steps[^1].Id}', '{referral}'::uuid, '{agency}'::uuid, '{by}'::uuid, {++number})");
                }
            }
        }

        return Task.FromResult(new Dictionary<string, Written>(Own())
        {
            ["referrals by sender_sends"] = new("referral_id", $$"""
                select (jsonb_populate_record(r.line, jsonb_build_object('referral_id', s.id, 'from_agency_id', s.agency, 'sent_by', s.by_member, 'status', s.status))).*
                  from (select l as line from referrals l limit 1) r, (values {{string.Join(", ", rows)}}) as s (id, agency, by_member, status)
                """, member => sent.Where(one => one.Member == member.Id && one.IsRight).Select(one => one.Id)),
            ["referrals by both_sides_move"] = new("referral_id", "select * from referrals limit 0", moves),
            ["referral_people by sender_knows_whom"] = new("referral_id", All("referral_people"), sends),
            ["referral_consents by sender_names_consents"] = new("referral_id", All("referral_consents"), sends),
            ["referral_envelopes by envelope_written"] = new("referral_id", All("referral_envelopes"), sends),
            ["referral_packets by packet_written"] = new("referral_id", All("referral_packets"), sends),
            ["referral_bases by sender_says_why"] = new("referral_id", All("referral_bases"), sends),
            ["referral_clocks by clocks_of_both"] = new("referral_id", All("referral_clocks"), moves),
            ["notices by sides_notify"] = new("referral_id", All("notices", ", 'notice_id', gen_random_uuid(), 'record', null"), moves),
            ["pending_packets by sender_lends"] = new("referral_id", "select referral_id, ''::bytea as sealed_token, now() as lent_at from referrals", sends),
            // its code says which of the rows it is
            ["referral_history by history_written"] = new("code::uuid", $$"""
                select (jsonb_populate_record(h.line, jsonb_build_object('code', s.id, 'referral_id', s.referral, 'by_agency', s.agency, 'by_caller', s.by_member, 'version', 1000 + s.number))).*
                  from (select l as line from referral_history l limit 1) h, (values {{string.Join(", ", stepRows)}}) as s (id, referral, agency, by_member, number)
                """, member => steps.Where(one => one.Member == member.Id && one.IsRight).Select(one => one.Id)),
            ["services_offered by directory_kept"] = new("agency_id", "select * from services_offered limit 0", member => world.Offers.Where(offer => offer.Agency == member.Agency).Select(offer => offer.Agency.Id)),
            ["services_offered by directory_added"] = new("agency_id", "select (jsonb_populate_record(s.line, jsonb_build_object('demo', demo.is_demo))).* from (select distinct on (l.agency_id) l as line from services_offered l) s, (values (true), (false)) as demo (is_demo)",
                member => world.Agencies.Where(agency => agency == member.Agency && agency.HoldsCases).Select(agency => agency.Id)),
        });
    }
}
