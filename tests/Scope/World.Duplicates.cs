using Platform.Access;

namespace Platform.Scope.Tests;

/// <summary>A pair of records that the desk of the lead decided on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Lead">Whose desk it is at.</param>
/// <param name="One">Whose record the one is.</param>
/// <param name="Other">And whose the other.</param>
/// <param name="State">What was decided.</param>
/// <param name="Last">The last day of the consents to it; none where it is later than any day that comes.</param>
public sealed record Pair(Guid Id, Agency Lead, Person One, Person Other, string State, DateOnly? Last);

/// <content>Records of several agencies that may be of one person.</content>
public sealed partial class World
{
    public List<Pair> Pairs { get; } = [];

    /// <summary>Planted as they are after the decision, as what finds them is a clock. The desk of the demo's lead has one, too.</summary>
    private async Task PairAsync()
    {
        var (lead, ofDemo) = (Agencies.Find(agency => agency.Kind == "lead"), Guid.CreateVersion7());
        List<Person> known = [.. People.Where(person => !person.Erased)];
        await using var database = await platform.OpenDatabaseAsync("registrations");
        for (var at = 0; lead is not null && at + 1 < Math.Min(known.Count, 7); at++)
        {
            var pair = new Pair(Guid.CreateVersion7(), at == 3 ? lead with { Id = ofDemo } : lead, known[at], known[at + 1], at % 2 == 0 ? "different" : "same", at % 2 == 0 ? Today.AddDays(4) : null);
            Pairs.Add(pair);
            var desk = Grantee.Desk(pair.Lead.Id, "deduplication-desk");
            await using var plant = new Npgsql.NpgsqlCommand(
                $$"""
                insert into duplicates (duplicate_id, one, other, state, band, reasons, rules, found_at, version)
                values ('{{pair.Id}}', least('{{pair.One.Id}}'::uuid, '{{pair.Other.Id}}'::uuid), greatest('{{pair.One.Id}}'::uuid, '{{pair.Other.Id}}'::uuid), '{{pair.State}}', 'strong', '{same-year}', 1, now(), 1);
                insert into access.grants (record, grantee, because, packages, until, given_at)
                values ('{{pair.Id}}', '{{desk}}', 'oversight', '{identity}', {{(pair.Last is { } last ? $"'{last.AddDays(1):yyyy-MM-dd}Z'" : "null")}}, now());
                insert into access.visible (grantee, list, record, sort_at, state) values ('{{desk}}', 'duplicates', '{{pair.Id}}', clock_timestamp(), '{{pair.State}}');
                """, database);
            await plant.ExecuteNonQueryAsync();
        }
    }
}
