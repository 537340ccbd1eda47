namespace Platform.Registrations.Tests.Duplicates;

/// <summary>One person whom two agencies have registered, each in its spelling, and who agreed to double records being looked for.</summary>
public abstract class OnPairs : OnThePlatform
{
    protected Partner Desk { get; private set; } = null!;

    protected Partner SecondAtDesk { get; private set; } = null!;

    protected string Father { get; } = Invented();

    protected string Family { get; } = Invented();

    protected string Phone { get; } = $"+218 91 {System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000, 9_999_999)}";

    protected override async Task PrepareAsync() =>
        (Desk, SecondAtDesk) = (await Platform.SignInAsync("deduplication-desk@iom-libya.demo"), await Platform.SignInAsync("deduplication-desk-2@iom-libya.demo"));

    protected Task<Guid> OfAmalAsync(Action<JsonObject>? change = null) => RegisterAsync(Amal, "محمد", change);

    protected Task<Guid> OfBaytAsync(Action<JsonObject>? change = null) => RegisterAsync(Bayt, "Mohamed", change);

    protected async Task<Guid> AgreeAsync(Partner keeper, Guid person, Action<JsonObject>? change = null) =>
        await keeper.ConsentAsync(person, await Amal.AgencyIdAsync("iom-libya"), consent =>
        {
            consent["purpose"] = "deduplication";
            change?.Invoke(consent);
        });

    /// <summary>A pair at the desk.</summary>
    protected async Task<(Guid Pair, Guid OfAmal, Guid OfBayt)> PairAsync()
    {
        var (one, other) = (await OfAmalAsync(), await OfBaytAsync());
        await AgreeAsync(Amal, one);
        await AgreeAsync(Bayt, other);
        await Eventually.TrueAsync(async () => await StateAsync(one, other) == "open");
        return (await IdAsync(one, other), one, other);
    }

    /// <summary>The state of what is known of two files; empty where nothing is.</summary>
    protected async Task<string> StateAsync(Guid one, Guid other) => (string?)await ScalarAsync("select state from duplicates where one = least($1, $2) and other = greatest($1, $2)", one, other) ?? "";

    protected async Task<Guid> IdAsync(Guid one, Guid other) => (Guid)(await ScalarAsync("select duplicate_id from duplicates where one = least($1, $2) and other = greatest($1, $2)", one, other))!;

    /// <summary>Until what was to be linked has been.</summary>
    protected Task LookedAsync(params Guid[] people) =>
        Eventually.TrueAsync(async () => (long)(await ScalarAsync("select count(*) from keyings where person_id = any ($1) and (linking = 'due' or stamp = 0)", people))! == 0);

    protected async Task<object?> ScalarAsync(string sql, params object[] parameters)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var command = new Npgsql.NpgsqlCommand(sql, database);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        return await command.ExecuteScalarAsync();
    }

    private Task<Guid> RegisterAsync(Partner keeper, string given, Action<JsonObject>? change) => keeper.RegisterAsync(person =>
    {
        (person["givenName"], person["otherNames"], person["familyName"], person["sex"], person["birthYear"], person["phone"]) = (given, Father, Family, "male", 1991, Phone);
        change?.Invoke(person);
    });
}
