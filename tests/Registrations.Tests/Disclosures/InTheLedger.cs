using System.Globalization;
using Npgsql;

namespace Platform.Registrations.Tests.Disclosures;

/// <summary>What was handed over for a referral, and what was heard of it since.</summary>
public abstract class InTheLedger : OnThePlatform
{
    /// <summary>Fetched for a referral as Referrals would, and nothing more: as every line was before the ledger listened.</summary>
    protected async Task<(Guid Referral, Guid Person)> PreparedAsync(Guid? referral = null, Partner? by = null, string recipient = "bayt-shelter", string basis = "consent")
    {
        by ??= Amal;
        var (person, to, id) = (await by.RegisterAsync(), await Amal.AgencyIdAsync(recipient), referral ?? Guid.CreateVersion7());
        await by.ConsentAsync(person, to);
        await PrepareAsync(by, person, to, id, basis);
        return (id, person);
    }

    protected async Task PrepareAsync(Partner by, Guid person, Guid recipient, Guid referral, string basis = "consent", params string[] packages) =>
        (await by.With(door: Platform.AddressOf("registrations")).PostAsync("/internal/packages", new
        {
            personId = person,
            purpose = "service-referral",
            packages = packages.Length == 0 ? ["identity"] : packages,
            recipientAgencyId = recipient,
            areaCode = "LY021104",
            referralId = referral,
            basis,
        })).Expect(200);

    /// <summary>By Referrals' own outbox: as <c>Accepted 2</c>, late on the second of February.</summary>
    protected async Task AnnounceAsync(Guid referral, string events, Guid? from = null, Guid? to = null)
    {
        await using var database = await Platform.OpenDatabaseAsync("referrals");
        foreach (var (type, version) in events.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(said => (said.Split(' ')[0], int.Parse(said.Split(' ')[1], CultureInfo.InvariantCulture))))
        {
            await using var command = new NpgsqlCommand("""
                select messaging.announce($1, 'Referrals.V1:Referral' || $2,
                       jsonb_build_object('eventId', gen_random_uuid(), 'occurredAt', make_timestamptz(2026, 2, $3, 22, 30, 0, 'UTC'), 'subjectId', $1::uuid, 'subjectVersion', $3::int, 'fromAgencyId', $4::uuid, 'toAgencyId', $5::uuid)
                       || case $2 when 'Sent' then '{"priority": "normal", "acknowledgeBy": "2026-02-09T00:00:00Z", "respondBy": "2026-02-09T00:00:00Z"}'::jsonb
                                  when 'Overdue' then '{"clock": "decide", "level": 1}' when 'Revoked' then '{"because": "sender"}' else '{}' end)
                """, database);
            foreach (var value in (object[])[referral, type, version, from ?? await Amal.AgencyIdAsync("amal-health"), to ?? await Amal.AgencyIdAsync("bayt-shelter")])
            {
                command.Parameters.AddWithValue(value);
            }

            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>How many rows stand in the ledger's own table of what was heard.</summary>
    protected async Task<long> HeardAsync(Guid referral, string where = "true")
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var count = new NpgsqlCommand($"select count(*) from handed_on where referral_id = $1 and {where}", database) { Parameters = { new() { Value = referral } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }

    /// <summary>The one line of a person's ledger.</summary>
    protected async Task<JsonObject> LineAsync(Guid person, Partner? by = null) => (await (by ?? Amal).GetAsync($"/api/people/{person}/disclosures")).Items().Single();

    /// <summary>The one line, once it is in a state.</summary>
    protected async Task<JsonObject> LineAsync(Guid person, string state, Partner? by = null)
    {
        JsonObject line = null!;
        await Eventually.TrueAsync(async () => (line = await LineAsync(person, by)).Text("state") == state, otherwise: () => line.ToJsonString());
        return line;
    }
}
