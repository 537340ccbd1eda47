using System.Globalization;

namespace Platform.Registrations.Tests.Visits;

public sealed class RecordVisitTests : Visiting
{
    [Fact]
    public async Task What_was_told_is_read_again_by_who_keeps_it_and_by_the_agency_s_protection_officers()
    {
        var told = Visit();
        var recorded = (await Sabha.PostAsync("/api/visits", told)).Expect(201);

        Assert.Equal("agencyId details hasAnnex recordedAt recordedBy state teamId updatedAt version visitId", recorded.Json.FieldNames());
        Assert.Equal(("planned", 1, false), (recorded.Json.Text("state"), recorded["version"]!.GetValue<int>(), recorded["hasAnnex"]!.GetValue<bool>()));
        foreach (var reader in Readers)
        {
            var read = (await reader.GetAsync($"/api/visits/{recorded.Json.Id("visitId")}")).Expect(200);
            Assert.Equal(recorded.Body, read.Body);
            Assert.Equal("\"1\"", read.ETag);
            var details = read["details"]!.AsObject();
            Assert.Equal(told.Select(field => field.Key).Order(), details.Select(field => field.Key).Order());
            foreach (var count in (string[])["asGiven", "asObserved"])
            {
                Assert.True(JsonNode.DeepEquals(told[count]!["cells"], details[count]!["cells"]), details[count]!.ToJsonString());
            }

            Assert.True(JsonNode.DeepEquals(told["conditions"], details["conditions"]) && JsonNode.DeepEquals(told["nationalitiesAsGiven"], details["nationalitiesAsGiven"]));
        }
    }

    [Fact]
    public async Task Nobody_else_finds_it()
    {
        var visit = await RecordedAsync();
        var none = (await Amal.GetAsync($"/api/visits/{Guid.NewGuid()}")).Expect(404);

        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await other.GetAsync($"/api/visits/{visit}")).Expect(404).Body);
        }

        (await (await Platform.SignInAsync("focal-point@iom-libya.demo")).GetAsync($"/api/visits/{visit}")).Expect(403);
        (await Officer.PostAsync("/api/visits", Visit())).Expect(403);
    }

    /// <summary>Rule 25.</summary>
    [Theory]
    [InlineData("detention-authority")]
    [InlineData("embassy-one")]
    [InlineData("mission-one")]
    public async Task An_authority_an_embassy_and_a_receiving_mission_are_told_nothing_of_visits(string agency)
    {
        var (visit, theirs) = (await RecordedAsync(), new Partner(Platform, agency));

        foreach (var path in (string[])["/api/visits", $"/api/visits/{visit}", $"/api/visits/{visit}/annex", $"/api/visits/{Guid.NewGuid()}/annex"])
        {
            (await theirs.GetAsync(path)).Expect(403);
        }

        (await theirs.PostAsync("/api/visits", Visit())).Expect(403);
        (await theirs.PutAsync($"/api/visits/{visit}/annex", new { text = "Invented." }, null)).Expect(403);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { """{ "visitedAt": "TOMORROW" }""", "$.visitedAt" },
        { """{ "visitedAt": "1999-12-31T23:59:59Z" }""", "$.visitedAt" },
        { """{ "plannedFor": "1999-12-31" }""", "$.plannedFor" },
        { """{ "plannedFor": "2099-01-01" }""", "$.plannedFor" },
        { """{ "followUpOn": "1999-12-31" }""", "$.followUpOn" },
        { """{ "followUpOn": "2099-01-01" }""", "$.followUpOn" },
        { """{ "site": " " }""", "$.site" },
        { """{ "siteType": "palace" }""", "$.siteType" },
        { """{ "areaCode": "LY0319" }""", "$.areaCode" },
        { """{ "access": "a bit" }""", "$.access" },
        { """{ "access": "denied", "accessReason": null }""", "$.accessReason" },
        { """{ "teamSize": 0 }""", "$.teamSize" },
        { """{ "teamSize": 51 }""", "$.teamSize" },
        { """{ "capacity": -1 }""", "$.capacity" },
        { """{ "deaths": -1, "incidents": -1, "arrivals": -1, "transfersOut": 100001 }""", "$.arrivals $.deaths $.incidents $.transfersOut" },
        { """{ "unaccompaniedChildren": 141 }""", "$.unaccompaniedChildren" },
        { """{ "pregnantOrLactating": 141, "medicalCases": -1 }""", "$.medicalCases $.pregnantOrLactating" },
        { """{ "visitors": ["supervisor@amal-health.demo"] }""", "$.visitors" },
        { """{ "visitors": ["supervisor@iom-libya.demo", "supervisor@iom-libya.demo"] }""", "$.visitors" },
        { """{ "asGiven": { "countedAt": "TOMORROW", "source": "official", "total": 200 } }""", "$.asGiven.countedAt" },
        { """{ "asGiven": { "countedAt": "2026-01-10T08:00:00Z", "source": "a friend", "total": -1 } }""", "$.asGiven.source $.asGiven.total $.nationalitiesAsGiven" },
        { """{ "asGiven": { "countedAt": "2026-01-10T08:00:00Z", "source": "official", "total": 119 } }""", "$.nationalitiesAsGiven" },
        { """{ "asGiven": null }""", "$.nationalitiesAsGiven" },
        { """{ "asObserved": { "countedAt": "2026-01-10T08:00:00Z", "source": "own-count", "total": 140, "cells": [{ "sex": "male", "number": 141 }] } }""", "$.asObserved.cells" },
        { """{ "asObserved": { "countedAt": "2026-01-10T08:00:00Z", "source": "own-count", "total": 140, "cells": [{ "sex": "male", "number": 139 }] } }""", "$.asObserved.cells" },
        { """{ "asObserved": { "countedAt": "2026-01-10T08:00:00Z", "source": "own-count", "total": 140, "cells": [{ "sex": "male", "number": 150 }, { "sex": "female", "number": -10 }] } }""", "$.asObserved.cells[1].number" },
        { """{ "asObserved": { "countedAt": "2026-01-10T08:00:00Z", "source": "own-count", "total": 140, "cells": [{ "sex": "men", "ageBand": "0-17", "number": 140 }] } }""", "$.asObserved.cells[0].ageBand $.asObserved.cells[0].sex" },
        { """{ "asObserved": { "countedAt": "2026-01-10T08:00:00Z", "source": "own-count", "total": 140, "cells": [{ "sex": "male", "number": 70 }, { "sex": "male", "number": 70 }] } }""", "$.asObserved.cells[1]" },
        { """{ "asObserved": { "countedAt": "2026-01-10T08:00:00Z", "source": "own-count", "total": 140, "cells": [null] } }""", "$.asObserved.cells $.asObserved.cells[0]" },
        { """{ "asObserved": { "countedAt": "2026-01-10T08:00:00Z", "source": "own-count", "total": 140, "nationalities": [] } }""", "$.asObserved.nationalities" },
        { """{ "nationalitiesAsGiven": [{ "nationality": "XXX", "number": 1 }, { "nationality": "SDN", "number": -1 }, { "nationality": "SDN", "number": 1 }] }""", "$.nationalitiesAsGiven[0].nationality $.nationalitiesAsGiven[1].number $.nationalitiesAsGiven[2]" },
        { """{ "conditions": [{ "topic": "weather", "rating": 2 }] }""", "$.conditions[0].topic" },
        { """{ "conditions": [{ "topic": "health", "rating": 0 }, { "topic": "clothing", "rating": 5 }] }""", "$.conditions[0].rating $.conditions[1].rating" },
        { """{ "conditions": [{ "topic": "health", "rating": 1 }, { "topic": "health", "rating": 2 }] }""", "$.conditions[1]" },
        { """{ "distributed": [{ "what": "Kit", "quantity": 0 }, { "quantity": 1 }] }""", "$.distributed[0].quantity $.distributed[1].what" },
        { """{ "reprisalRisk": "high" }""", "$.reprisalRisk" },
        { """{ "names": ["Somebody (invented)"] }""", "$.names" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_cannot_be_is_named(string change, string paths)
    {
        var wrong = JsonNode.Parse(change.Replace("TOMORROW", DateTimeOffset.UtcNow.AddDays(1).ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal))!.AsObject();

        var answer = await Sabha.PostAsync("/api/visits", Visit(visit =>
        {
            foreach (var (field, value) in wrong)
            {
                visit[field] = value?.DeepClone();
            }
        }));

        Assert.Equal(paths, answer.WrongFields());
    }

    [Fact]
    public async Task The_same_sent_twice_is_one_and_two_at_once_are_one()
    {
        var (body, key) = (Visit().ToJsonString(), Guid.NewGuid().ToString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Sabha.PostAsync("/api/visits", body, key)));

        Assert.Single(answers.Select(answer => (answer.Expect(201).Body)).Distinct());
        Assert.Equal(422, (await Sabha.PostAsync("/api/visits", Visit(visit => visit["deaths"] = 1), key)).Status);
    }

    /// <summary>Rule 31: nothing leads from a head count to a person, nor from a person to one.</summary>
    [Fact]
    public async Task No_column_leads_from_what_was_counted_to_a_person_nor_back()
    {
        string[] counted = ["visits", "visit_annexes", "site_requests", "visit_roster", "visit_summaries", "visit_uses", "disembarkations", "outreach_sessions", "missions", "imports", "import_files", "import_errors"];

        // no foreign key beyond their own, and no column that is named for a person or their file
        Assert.Equal(0L, await ScalarAsync<long>("""
            select count(*) from pg_constraint
             where contype = 'f' and (conrelid::regclass::text = any ($1)) <> (confrelid::regclass::text = any ($1))
            """, (object)counted));
        Assert.Equal(0L, await ScalarAsync<long>("""
            select count(*) from information_schema.columns
             where (table_name = any ($1) and column_name ~ '(person|people|case|subject|name)' and (table_name, column_name) not in (('import_errors', 'name'), ('disembarkations', 'persons'))) or (table_schema = 'public' and not table_name = any ($1) and column_name ~ '(visit|roster|entry_id|disembark|outreach)')
            """, (object)counted));
    }

    [Fact]
    public async Task Neither_the_site_nor_what_was_seen_stands_in_plain_text()
    {
        var words = (Site: Invented(), Authority: Invented(), Why: Invented(), Note: Invented(), Narrative: Invented(), Annex: Invented(), Shared: Invented(), Used: Invented());
        var visit = await RecordedAsync(told =>
        {
            (told["site"], told["authority"], told["accessReason"], told["narrative"]) = (words.Site, words.Authority, words.Why, words.Narrative);
            told["conditions"]![0]!["note"] = words.Note;
        });
        (await Sabha.PutAsync($"/api/visits/{visit}/annex", new { text = words.Annex }, null)).Expect(200);
        (await StepAsync(Sabha, visit, "completion")).Expect(200);
        (await StepAsync(Sabha, visit, "report")).Expect(200);
        (await StepAsync(Supervisor, visit, "review")).Expect(200);
        (await StepAsync(Supervisor, visit, "sharing", new { summary = words.Shared, recommendations = words.Shared })).Expect(200);
        (await StepAsync(Supervisor, visit, "advocacy-uses", new { audience = "public", usedOn = In(0), what = words.Used, mitigation = words.Used })).Expect(201);

        Assert.Empty(await PlainText.FindAsync(Platform, [words.Site, words.Authority, words.Why, words.Note, words.Narrative, words.Annex, words.Shared, words.Used]));
    }
}
