using Microsoft.Extensions.Configuration;
using Npgsql;
using NpgsqlTypes;
using Platform.Access;
using Platform.Registrations.Matching;
using Platform.Registrations.People;
using Platform.Tests.Matching;
using Platform.Tests.Running;

namespace Platform.Benchmarks;

/// <summary>Files of invented people in the database of a platform that runs: sealed, with grants and keys for search, and agreed to being looked for across agencies.</summary>
internal static class InventedFiles
{
    private const int AtOnce = 10_000;

    /// <summary>One in so many is kept by the caller, the others by colleagues of the agency.</summary>
    private const int KeptByTheCaller = 10;

    private static readonly Guid[] Colleagues = [.. Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7())];

    private const int Seconds = 400;

    /// <summary>Written as the service writes them, by COPY. Gives second registrations of some of them.</summary>
    public static async Task<List<Registration>> LoadAsync(RunningPlatform platform, Partner amal, int count)
    {
        var file = (await amal.GetAsync($"/api/people/{await amal.RegisterAsync()}")).Expect(200).Json;
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
            var some = invented.Skip(from).Take(AtOnce).Select((person, at) => (Id: Guid.CreateVersion7(), Number: from + at, Written: clerk.Register(person))).ToList();
            var sealing = await keys.CreateAsync([.. some.Select(one => one.Id)], CancellationToken.None);
            var files = some.Zip(sealing, (one, key) => (one.Id, Identity: Identity(one.Written), one.Written, Key: key, Keeper: one.Number % KeptByTheCaller == 0 ? caller : Colleagues[one.Number % Colleagues.Length])).ToList();
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
                await row.WriteAsync(file.Keeper, NpgsqlDbType.Uuid);
                await row.WriteAsync("ownership", NpgsqlDbType.Text);
                await row.WriteAsync((string[])["identity", "contact", "family"], NpgsqlDbType.Array | NpgsqlDbType.Text);
                await row.WriteAsync(caller, NpgsqlDbType.Uuid);
                await row.WriteAsync(now, NpgsqlDbType.TimestampTz);
            });
            await CopyAsync(database, "access.visible (grantee, list, record, sort_at, state)", files, async (row, file) =>
            {
                await row.WriteAsync(file.Keeper, NpgsqlDbType.Uuid);
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
        return [.. Enumerable.Range(0, Seconds).Select(_ => again.Register(dice.One(invented)))];
    }

    /// <summary>What is asked of the search before such a registration is made.</summary>
    public static FindPeople.Request Question(Registration second) => new(
        string.Join(' ', second.Given, second.Others, second.Family), second.BirthYear, second.YearIsEstimated ? "estimate" : null, second.Sex, second.Nationality, second.Phone);

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
}
