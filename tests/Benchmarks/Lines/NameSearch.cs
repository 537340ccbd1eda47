using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Npgsql;
using NpgsqlTypes;
using Platform.Access;
using Platform.Registrations.Matching;
using Platform.Registrations.People;
using Platform.Tests.Matching;
using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <summary>
/// Line 10: the search that comes before a file is opened, over HTTP, among so many people of one agency whom the caller may all see: keys probed under the policies, 200 candidates
/// opened, weighed and ranked, against the list of the 50 newest, which are opened too. The names are invented as those of line 17, and what is looked for is a second registration.
/// And what it costs to look for a new registration of another agency among as many who agreed to it, which a clock does later, against registering it.
/// </summary>
public static class NameSearch
{
    private const int AtOnce = 10_000;
    private const int Questions = 400;
    private const int LookedFor = 200;

    public static async Task RunAsync(Bench bench)
    {
        var platform = await bench.PlatformAsync();
        var amal = new Partner(platform, "amal-health", platform.AddressOf("registrations"));
        var people = bench.Amount(200_000, 1_000_000);
        var (seconds, questions) = await Bench.StepAsync(string.Create(CultureInfo.InvariantCulture, $"{people:#,0} people of one agency, sealed, with keys for search"), () => LoadAsync(platform, amal, people));

        async Task<double> SearchAsync(int at) => await TimeAsync(async () => (await amal.PostAsync("/people/search", questions[at % questions.Count])).Expect(200));
        async Task<double> ListAsync(int _) => await TimeAsync(async () => (await amal.GetAsync("/people?limit=50")).Expect(200));

        for (var at = 0; at < 30; at++) _ = (await SearchAsync(at), await ListAsync(at));

        var (ratios, searches, lists) = (new List<double>(), new List<double>(), new List<double>());
        for (var (round, asked) = (0, 0); round < bench.Rounds; round++)
        {
            var (a, b) = (new List<double>(), new List<double>());
            for (var at = 0; at < Questions / bench.Rounds; at++, asked++)
            {
                a.Add(await SearchAsync(asked));
                b.Add(await ListAsync(asked));
            }

            ratios.Add(Spread.MedianOf(a) / Spread.MedianOf(b));
            searches.AddRange(a);
            lists.AddRange(b);
        }

        var postings = await KeysAsync(platform);
        Bench.Say("10", string.Create(CultureInfo.InvariantCulture, $"search by name among {people:#,0} people against the list of 50"), Spread.Of(ratios), Goal.Most(3),
            string.Create(CultureInfo.InvariantCulture, $"p50 {Spread.MedianOf(searches):0.0} ms against {Spread.MedianOf(lists):0.0} ms; p95 of the search {searches.Order().ElementAt(searches.Count * 95 / 100):0.0} ms\n{postings}"),
            "open fewer than 200 candidates: what weighs least by its keys has been shown by line 17 to be nobody who is looked for; keep the rarest keys' postings alone where one of them is short");
        await MatchAsync(bench, platform, people, [.. seconds.Take(LookedFor)]);
    }

    /// <summary>By the clock, from when they are due until none is: keys made, candidates of each found and opened, pairs kept.</summary>
    private static async Task MatchAsync(Bench bench, RunningPlatform platform, int people, IReadOnlyList<Registration> seconds)
    {
        var bayt = new Partner(platform, "bayt-shelter", platform.AddressOf("registrations"));
        var lead = await bayt.AgencyIdAsync("iom-libya");
        await using var database = await platform.OpenDatabaseAsync("registrations");
        var started = Stopwatch.GetTimestamp();
        List<Guid> registered = [];
        foreach (var second in seconds)
        {
            registered.Add(await bayt.RegisterAsync(person =>
            {
                (person["givenName"], person["otherNames"], person["familyName"], person["nationality"], person["phone"]) = (second.Given, second.Others, second.Family, second.Nationality, second.Phone);
                (person["sex"], person["birthYear"], person["agePrecision"]) = (second.Sex ?? "unknown", second.BirthYear ?? 1990, second.YearIsEstimated ? "estimate" : "year");
            }));
        }

        var registering = Stopwatch.GetElapsedTime(started).TotalMilliseconds / seconds.Count;
        foreach (var person in registered) await bayt.ConsentAsync(person, lead, consent => consent["purpose"] = "deduplication");
        await NoneDueAsync();
        var (ratios, costs, profile) = (new List<double>(), new List<double>(), "");
        for (var round = 0; round < bench.Rounds; round++)
        {
            var before = bench.Processes.Sample();
            started = Stopwatch.GetTimestamp();
            await ExecuteAsync(database, $"update keyings set linking = 'due' where person_id in ({string.Join(", ", registered.Select(id => $"'{id}'"))})");
            await NoneDueAsync();
            costs.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds / seconds.Count);
            ratios.Add(costs[^1] / registering);
            profile = Processes.PerOperation(before, bench.Processes.Sample(), seconds.Count);
        }

        Bench.Say("10", string.Create(CultureInfo.InvariantCulture, $"looking for a registration among {people:#,0} people of another agency, against registering it"), Spread.Of(ratios), null,
            string.Create(CultureInfo.InvariantCulture, $"{Spread.MedianOf(costs):0.0} ms each against {registering:0.0} ms; CPU each {profile}"), "");

        Task NoneDueAsync() => Eventually.TrueAsync(async () =>
        {
            await using var look = new NpgsqlCommand("select not exists (select 1 from keyings where linking = 'due' or stamp = 0)", database);
            return await look.ExecuteScalarAsync() is true;
        }, TimeSpan.FromMinutes(10));
    }

    private static async Task<double> TimeAsync(Func<Task> ask)
    {
        var started = Stopwatch.GetTimestamp();
        await ask();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Written as the service writes them, by COPY. Gives what to ask for.</summary>
    private static async Task<(List<Registration> Seconds, List<FindPeople.Request> Questions)> LoadAsync(RunningPlatform platform, Partner amal, int count)
    {
        var file = (await amal.GetAsync($"/people/{(await amal.PostAsync("/people", Partner.Person())).Expect(201).Json.Id("personId")}")).Expect(200).Json;
        var (agency, caller) = (file.Id("agencyId"), file.Id("caseworkerId"));
        var settings = new ConfigurationBuilder().AddInMemoryCollection(platform.SettingsOf("registrations").Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build();
        using var keys = new KeyStore(settings);
        var (matching, dice) = (new MatchKeys(settings), new Dice((ulong)Seed.Test));
        var (invented, clerk) = (new InventedPeople(dice, NamesOfSet.Seen).Generate(count), new Clerk(dice, Corruption.Clean));
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await ExecuteAsync(database, "set synchronous_commit = off");
        var now = DateTimeOffset.UtcNow;
        for (var from = 0; from < count; from += AtOnce)
        {
            var some = invented.Skip(from).Take(AtOnce).Select(person => (Id: Guid.CreateVersion7(), Written: clerk.Register(person))).ToList();
            var sealing = await keys.CreateAsync([.. some.Select(one => one.Id)], CancellationToken.None);
            var files = some.Zip(sealing, (one, key) => (one.Id, Identity: Identity(one.Written), one.Written, Key: key)).ToList();
            await CopyAsync(database, "people (person_id, case_code, agency_id, caseworker_id, registered_by, area_code, setting, version, registered_at, updated_at)", files, async (row, file) =>
            {
                await row.WriteAsync(file.Id, NpgsqlDbType.Uuid);
                await row.WriteAsync($"B-{file.Id:N}", NpgsqlDbType.Text);
                foreach (var id in (Guid[])[agency, caller, caller]) await row.WriteAsync(id, NpgsqlDbType.Uuid);
                foreach (var text in (string[])["LY031901", "urban"]) await row.WriteAsync(text, NpgsqlDbType.Text);
                await row.WriteAsync(1, NpgsqlDbType.Integer);
                for (var time = 0; time < 2; time++) await row.WriteAsync(now, NpgsqlDbType.TimestampTz);
            });
            await CopyAsync(database, "person_identities (person_id, sealed)", files, async (row, file) => await SealedAsync(row, file.Id, file.Key.Seal(Registrations.People.Identity.Package, file.Identity)));
            await CopyAsync(database, "person_contacts (person_id, sealed)", files, async (row, file) => await SealedAsync(row, file.Id, file.Key.Seal(Contact.Package, new Contact(file.Written.Phone, false))));
            await CopyAsync(database, "access.grants (record, grantee, because, packages, given_by, given_at)", files, async (row, file) =>
            {
                await row.WriteAsync(file.Id, NpgsqlDbType.Uuid);
                await row.WriteAsync(caller, NpgsqlDbType.Uuid);
                await row.WriteAsync("ownership", NpgsqlDbType.Text);
                await row.WriteAsync((string[])["identity", "contact", "family"], NpgsqlDbType.Array | NpgsqlDbType.Text);
                await row.WriteAsync(caller, NpgsqlDbType.Uuid);
                await row.WriteAsync(now, NpgsqlDbType.TimestampTz);
            });
            await CopyAsync(database, "access.visible (grantee, list, record, sort_at, state)", files, async (row, file) =>
            {
                await row.WriteAsync(caller, NpgsqlDbType.Uuid);
                await row.WriteAsync("people", NpgsqlDbType.Text);
                await row.WriteAsync(file.Id, NpgsqlDbType.Uuid);
                await row.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await row.WriteAsync("open", NpgsqlDbType.Text);
            });
            await CopyAsync(database, "link_keys (kind, key, person_id)", [.. files.SelectMany(file => matching.OfRecord(file.Written.Subject(NameFrequencies.BuiltIn)).Distinct().Select(key => (file.Id, key.Kind, key.Key)))], async (row, key) =>
            {
                await row.WriteAsync((short)key.Kind, NpgsqlDbType.Smallint);
                await row.WriteAsync(key.Key, NpgsqlDbType.Bigint);
                await row.WriteAsync(key.Id, NpgsqlDbType.Uuid);
            });
            await CopyAsync(database, "person_search_keys (agency_id, key, person_id)", [.. files.SelectMany(file => matching.Scoped(agency, file.Identity.Names).Select(key => (file.Id, Key: key)))], async (row, key) =>
            {
                await row.WriteAsync(agency, NpgsqlDbType.Uuid);
                await row.WriteAsync(key.Key, NpgsqlDbType.Bigint);
                await row.WriteAsync(key.Id, NpgsqlDbType.Uuid);
            });
        }

        // all agreed to being looked for across agencies; what follows of a consent is made here, too
        await ExecuteAsync(database, $"insert into keyings (person_id, stamp, linking) select person_id, {matching.Stamp}, 'linked' from people on conflict do nothing");
        await ExecuteAsync(database, $$"""
            set session_replication_role = replica;
            insert into consents (consent_id, person_id, purpose, recipient_agency_id, packages, given_by, method, language, expires_on, recorded_by, given_at, version)
            select gen_random_uuid(), person_id, 'deduplication', '{{await amal.AgencyIdAsync("iom-libya")}}', '{identity,contact}', 'self', 'oral', 'ara', current_date + 300, caseworker_id, now(), 1 from people;
            set session_replication_role = origin
            """);
        foreach (var table in (string[])["people", "person_identities", "person_contacts", "person_search_keys", "link_keys", "consents", "keyings", "access.grants", "access.visible"]) await ExecuteAsync(database, $"vacuum (analyze) {table}");
        var again = new Clerk(new Dice(7), Corruption.Hard);
        List<Registration> seconds = [.. Enumerable.Range(0, Questions).Select(_ => again.Register(dice.One(invented)))];
        return (seconds, [.. seconds.Select(second =>
            new FindPeople.Request(string.Join(' ', second.Given, second.Others, second.Family), second.BirthYear, second.YearIsEstimated ? "estimate" : null, second.Sex, second.Nationality, second.Phone))]);
    }

    private static Identity Identity(Registration written) => new(
        written.Given, written.Family, written.Others, written.Sex ?? "unknown", null, written.BirthYear ?? 1990, written.YearIsEstimated ? "estimate" : "year", written.Nationality, ["ara"], null);

    private static async Task SealedAsync(NpgsqlBinaryImporter row, Guid id, byte[] content)
    {
        await row.WriteAsync(id, NpgsqlDbType.Uuid);
        await row.WriteAsync(content, NpgsqlDbType.Bytea);
    }

    private static async Task CopyAsync<T>(NpgsqlConnection database, string into, IReadOnlyList<T> rows, Func<NpgsqlBinaryImporter, T, Task> write)
    {
        await using var copy = await database.BeginBinaryImportAsync($"copy {into} from stdin (format binary)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            await write(copy, row);
        }

        await copy.CompleteAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    // how long the postings of keys are: what the time depends on
    private static async Task<string> KeysAsync(RunningPlatform platform)
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var command = new NpgsqlCommand("select count(*), count(distinct key), max(n) from (select key, count(*) over (partition by key) as n from person_search_keys) k", database) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{reader.GetInt64(0):#,0} keys, {reader.GetInt64(1):#,0} of them different, the longest posting {reader.GetInt64(2):#,0}");
    }
}
