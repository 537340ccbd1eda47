using Npgsql;
using Platform.Access;

namespace Platform.Scope.Tests;

/// <content>And those of referrals: accepted ones in all that can be wrong with one.</content>
public sealed partial class Mutants
{
    /// <summary>A referral that is not in the world: what a holder of its grant reads of it.</summary>
    private sealed record Extra(Guid Id, Agency Holder, bool Sent, bool Row, bool Envelope, bool Packet, bool ReadOnly, bool Own);

    /// <summary>Accepted referrals in all that can be wrong with one, each given to the focal points of an agency.</summary>
    private async Task<IReadOnlyList<Extra>> PlantReferralsAsync(NpgsqlConnection database)
    {
        var extras = new List<Extra>();
        await AddAsync("received", row: true, envelope: true, packet: true);
        await AddAsync("received", row: true, envelope: true, packet: true, until: "1 hour");
        await AddAsync("received", until: "-1 second");
        await AddAsync("other");
        await AddAsync("sent", row: true, envelope: true);
        await AddAsync("sent", row: true, envelope: true, until: "1 hour");
        await AddAsync("sent", until: "-1 second");
        await AddAsync("sent", row: true, envelope: true, until: "1 hour", because: "handover");
        await AddAsync("received", row: true, envelope: true, with: """ "status": "sent" """);
        await AddAsync("received", row: true, envelope: true, with: """ "packet_state": "pending" """);
        await AddAsync("received", row: true, envelope: true, with: """ "basis": "vital-interest" """);
        await AddAsync("received", row: true, envelope: true, packet: true, with: """ "basis": "vital-interest", "approved_at": "2026-01-01T00:00:00Z" """);
        await AddAsync("received", row: true, with: """ "status": "closed" """);
        await AddAsync("received", row: true, with: """ "status": "closed" """, own: true);   // and what they did themselves
        await AddAsync("received", row: true, with: $""" "consent_until": "{world.Today.AddDays(-1):yyyy-MM-dd}" """);
        await AddAsync("received", row: true, envelope: true, packet: true, with: $""" "consent_until": "{world.Today:yyyy-MM-dd}" """);
        await AddAsync("received", row: true, envelope: true, packet: true, agreed: "area_codes = '{LY9,LY02}'");
        foreach (var no in (string[])["from_agency = gen_random_uuid()", "to_agency = gen_random_uuid()", "purposes = '{tracing}'", "packages = '{identity}'", "area_codes = '{LY9}'",
            "(valid_from, valid_until) = ('2000-01-01', '2000-12-31')", "(valid_from, valid_until) = ('2100-01-01', '2100-12-31')"]) await AddAsync("received", row: true, agreed: no);
        await ExecuteAsync(database, "insert into pending_packets (referral_id, sealed_token, lent_at) select referral_id, ''::bytea, now() from referrals on conflict do nothing");
        return extras;

        async Task AddAsync(string package, bool row = false, bool envelope = false, bool packet = false, string? until = null, string? with = null, string? agreed = null, string because = "oversight", bool own = false)
        {
            var holders = world.Agencies.Where(agency => agency.HoldsCases).ToList();
            var extra = new Extra(Guid.CreateVersion7(), holders[extras.Count % holders.Count], package == "sent", row, envelope, packet, because == "handover", own);
            extras.Add(extra);
            var from = Guid.NewGuid();
            await ExecuteAsync(database, $$"""
                insert into referrals select (jsonb_populate_record(r, '{"referral_id": "{{extra.Id}}", "from_agency_id": "{{from}}", "to_agency_id": "{{extra.Holder.Id}}", "status": "accepted", "basis": "consent",
                    "packages": ["identity", "contact"], "area_code": "LY021104", "consent_until": null, "approved_at": null, "packet_state": "held"}' || '{{{with}}}'::jsonb)).* from referrals r limit 1;
                insert into access.agreed values ('{{from}}', '{{extra.Holder.Id}}', gen_random_uuid(), '{service-referral}', '{identity,contact}', '{*}', '2000-01-01', '2100-12-31');
                {{(agreed is null ? "" : $"update access.agreed set {agreed} where from_agency = '{from}'")}};
                insert into referral_people values ('{{extra.Id}}', gen_random_uuid());
                insert into referral_consents (consent_id, referral_id) values (gen_random_uuid(), '{{extra.Id}}');
                insert into referral_bases values ('{{extra.Id}}', '');
                insert into referral_envelopes select (jsonb_populate_record(e, '{"referral_id": "{{extra.Id}}"}')).* from referral_envelopes e limit 1;
                insert into referral_packets select (jsonb_populate_record(p, '{"referral_id": "{{extra.Id}}"}')).* from referral_packets p limit 1;
                insert into referral_clocks select (jsonb_populate_record(c, '{"referral_id": "{{extra.Id}}"}')).* from referral_clocks c limit 1;
                insert into referral_history select (jsonb_populate_record(h, '{"referral_id": "{{extra.Id}}", "event": "sent", "by_agency": "{{(own ? extra.Holder.Id : from)}}"}')).* from referral_history h limit 1
                """);
            await GiveAsync(database, extra.Id, Grantee.Desk(extra.Holder.Id, "focal-point"), package, until, because);
            await GiveAsync(database, extra.Id, Guid.NewGuid(), package, null);   // somebody else's lasts
        }
    }

    private Dictionary<string, Reach> Referrals(IReadOnlyList<Extra> extras)
    {
        bool Sends(Member member, Referral referral) => ReferenceModel.SeesAsSender(member, referral);
        bool Receives(Member member, Referral referral) => ReferenceModel.SeesAsReceiver(member, referral);
        Func<Member, IEnumerable<Guid>> Of(Func<Member, Referral, bool> seen, Func<Extra, bool> extra) => member => world.Referrals.Where(referral => seen(member, referral)).Select(referral => referral.Id)
            .Concat(extras.Where(planted => planted.Holder == member.Agency && member.Is("focal-point") && extra(planted)).Select(planted => planted.Id));
        var either = Of((member, referral) => Sends(member, referral) || Receives(member, referral), extra => extra.Row);
        var moving = Of((member, referral) => ReferenceModel.MovesAsSender(member, referral) || Receives(member, referral), extra => extra.Row && !extra.ReadOnly);
        var sender = Of(Sends, extra => extra.Row && extra.Sent);
        return new()
        {
            ["referrals"] = new("select referral_id from referrals", either),
            ["referrals by update"] = new("update referrals set version = 1", moving),
            ["referral_people"] = new("select referral_id from referral_people", sender),
            ["referral_consents"] = new("select distinct referral_id from referral_consents", Of((member, referral) => Sends(member, referral) && referral.Consents.Count > 0, extra => extra.Row && extra.Sent)),
            ["referral_envelopes"] = new("select referral_id from referral_envelopes", Of((member, referral) => !referral.Person.Erased && (Sends(member, referral) || (Receives(member, referral) && model.Stands(referral))), extra => extra.Envelope)),
            ["referral_packets"] = new("select referral_id from referral_packets", Of(
                (member, referral) => Receives(member, referral) && model.Stands(referral) && referral.Status == "accepted" && (!referral.VitalInterest || referral.Approved), extra => extra.Packet)),
            ["referral_bases"] = new("select referral_id from referral_bases", Of((member, referral) => Sends(member, referral) && referral.VitalInterest && !referral.Person.Erased, extra => extra.Row && extra.Sent)),
            ["pending_packets"] = new("select referral_id from pending_packets", sender),
            ["referral_clocks"] = new("select distinct referral_id from referral_clocks", either),
            ["referral_history"] = new("select referral_id from referral_history where event <> 'overdue'", member => world.Referrals.SelectMany(referral => referral.Steps
                .Where(step => Sends(member, referral) || (Receives(member, referral) && (step.By == member.Agency || model.Stands(referral)))).Select(_ => referral.Id)).Concat(Of((_, _) => false, extra => extra.Envelope || extra.Own)(member))),
        };
    }
}
