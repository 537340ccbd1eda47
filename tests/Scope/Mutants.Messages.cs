using Npgsql;

namespace Platform.Scope.Tests;

/// <content>And those of what every service keeps for operators, and of each caller alone.</content>
public sealed partial class Mutants
{
    /// <summary>A message that could not be sent and one that is on its way, and one that could not take effect; and what each caller once asked.</summary>
    private async Task AddMessagesAsync(NpgsqlConnection database, Dictionary<string, Reach> reaches)
    {
        var (stuck, onItsWay, refused) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await ExecuteAsync(database, $"""
            insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, at, parked_at)
            values (0, '{stuck}', gen_random_uuid(), 'planted', 'planted', '', now(), now()), (0, '{onItsWay}', gen_random_uuid(), 'planted', 'planted', '', now(), null);
            insert into messaging.parked (queue, message_id, message_type, body, error) values ('planted', '{refused}', 'planted', '', '')
            """);
        Func<Member, IEnumerable<Guid>> Operator(Guid message) => member => member.Is("access-admin") ? [message] : [];
        reaches["messaging.outbox"] = new("select aggregate from messaging.outbox", Operator(stuck));
        reaches["messaging.outbox by update"] = new($"update messaging.outbox set error = null where aggregate in ('{stuck}', '{onItsWay}')", Operator(stuck));   // others are the relay's to move meanwhile
        reaches["messaging.parked"] = new("select message_id from messaging.parked", Operator(refused));
        var asked = await IdsAsync(database, "select distinct caller from access.idempotency");
        reaches["access.idempotency"] = new("select distinct caller from access.idempotency", member => asked.Where(caller => caller == member.Id));
    }

    /// <summary>Offers are read by everybody and kept by their agency; of transfers heard of, each agency sees its own.</summary>
    private async Task AddOffersAsync(NpgsqlConnection database, Dictionary<string, Reach> reaches)
    {
        var offering = await IdsAsync(database, "select agency_id from services_offered");
        reaches["services_offered"] = new("select agency_id from services_offered", _ => offering);
        reaches["services_offered by update"] = new("update services_offered set version = 1", member => offering.Where(agency => agency == member.Agency.Id));
        List<(Guid Agency, Guid Team)> heard = [.. world.Agencies.Select(agency => agency.Id).Append(Guid.NewGuid()).Select(agency => (agency, Guid.NewGuid()))];
        foreach (var (agency, team) in heard)
        {
            await ExecuteAsync(database, $"""
                insert into case_transfers (subject_lock, version, agency_id, to_team_id, caseworker_id, occurred_at, handover_until)
                values (('x' || right(replace('{team}', '-', ''), 16))::bit(64)::bigint, -1, '{agency}', '{team}', gen_random_uuid(), now(), now())
                """);
        }

        reaches["case_transfers"] = new("select to_team_id from case_transfers where version = -1", member => heard.Where(one => one.Agency == member.Agency.Id).Select(one => one.Team));
    }
}
