using System.Text;
using Npgsql;

namespace Platform.Registrations.Tests.Access;

/// <summary>A planted name is looked for in every column of every table: it is nowhere but in what is sealed.</summary>
public sealed class SealedTests : OnThePlatform
{
    [Fact]
    public async Task No_name_contact_or_note_stands_in_plain_text_in_any_database()
    {
        var (name, phone, arabic) = (Invented(), $"+21891{Random.Shared.Next(1_000_000, 9_999_999)}", $"زينب{Guid.NewGuid().ToString("n")[..6]}");
        var bayt = await Amal.AgencyIdAsync("bayt-shelter");
        var person = await Amal.RegisterAsync(file =>
        {
            (file["givenName"], file["familyName"], file["otherNames"]) = (name, $"{name}family", arabic);
            (file["phone"], file["note"]) = (phone, $"{name}note");
        });
        await Amal.ConsentAsync(person, bayt);
        var referral = (await Amal.PostAsync("/api/referrals", Partner.Referral(person, bayt, sent => sent["reason"] = $"{name}reason"))).Expect(201).Json.Id("referralId");
        (await Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { note = $"{name}accepted" })).Expect(200);
        (await Bayt.PostAsync($"/api/referrals/{referral}/outcomes", new { outcomeCode = "provided", note = $"{name}outcome" })).Expect(200);
        (await Amal.PostAsync("/api/people/search", new { name = $"{name} {arabic}" })).Expect(200);
        (await Amal.PutAsync($"/api/people/{person}", Partner.Person(file => file["givenName"] = $"{name}new"), "\"1\"")).Expect(200);

        foreach (var service in (string[])["registrations", "referrals", "identity", "keys"])
        {
            foreach (var planted in (string[])[name, phone, arabic])
            {
                Assert.Empty(await TablesWithAsync(service, planted));
            }
        }

        Assert.NotEmpty(await TablesWithAsync("registrations", person.ToString()));   // the search does find what is there
        Assert.All((string[])["registrations", "referrals", "gateway", "identity"], process =>
            Assert.DoesNotContain(name, Platform.LogOf(process), StringComparison.OrdinalIgnoreCase));
    }

    private async Task<List<string>> TablesWithAsync(string service, string planted)
    {
        await using var database = await Platform.OpenDatabaseAsync(service);
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("select format('%I.%I', table_schema, table_name) from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')", database))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var found = new List<string>();
        foreach (var table in tables)
        {
            // a row as text shows bytea as hex
            await using var look = new NpgsqlCommand($"select count(*) from {table} t where position(lower($1) in lower(t::text)) > 0 or position($2 in t::text) > 0", database);
            look.Parameters.AddWithValue(planted);
            look.Parameters.AddWithValue(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(planted)));
            if ((long)(await look.ExecuteScalarAsync())! > 0)
            {
                found.Add(table);
            }
        }

        return found;
    }
}
