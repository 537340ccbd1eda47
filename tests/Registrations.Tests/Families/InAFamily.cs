using Npgsql;
using Platform.Registrations.Tests.Erasure;

namespace Platform.Registrations.Tests.Families;

/// <summary>Files of the lead's hub in Sabha: its system writes down what is told, its supervisor verifies. Who the people are is invented.</summary>
public abstract class InAFamily : Erasing
{
    protected static string Today => In(0);

    /// <summary>A mother who is not registered.</summary>
    internal static JsonObject Link(Action<JsonObject>? change = null)
    {
        var said = new JsonObject
        {
            ["relationship"] = "mother",
            ["name"] = "Zahra (invented)",
            ["approximateAge"] = 41,
            ["whereabouts"] = "Near the old market (invented).",
            ["alive"] = "yes",
            ["travellingTogether"] = false,
            ["source"] = "self",
            ["assertedBy"] = "The child (invented)",
            ["note"] = "Last heard of in spring (invented).",
        };
        change?.Invoke(said);
        return said;
    }

    /// <summary>Somebody registered, and what each is to the other.</summary>
    internal static JsonObject To(Guid relative, string relationship = "aunt", string back = "nephew-or-niece") =>
        new() { ["relationship"] = relationship, ["relativeId"] = relative, ["relationshipBack"] = back, ["travellingTogether"] = true, ["source"] = "family-member", ["note"] = "Said so at the gate (invented)." };

    internal static object Found(string state = "verified", string? method = "interviews-apart", string? on = null, string? note = "Told the same (invented).") => new { state, method, on = on ?? Today, note };

    protected Task<Guid> ChildAsync(int years = 9) => Sabha.RegisterAsync(person => (person["birthYear"], person["agePrecision"]) = (DateTime.UtcNow.Year - years, "year"));

    protected async Task<Guid> LinkedAsync(Guid person, JsonObject? said = null, Partner? by = null) =>
        (await (by ?? Sabha).PostAsync($"/api/people/{person}/family", said ?? Link())).Expect(201).Json.Id("linkId");

    protected static Task<Answer> MoveAsync(Partner by, Guid person, Guid link, string step, object? body) => by.PostAsync($"/api/people/{person}/family/{link}/{step}", body);

    protected Task<Answer> VerifyAsync(Guid person, Guid link, object? found = null, Partner? by = null) => MoveAsync(by ?? SabhaSupervisor, person, link, "verification", found ?? Found());

    /// <summary>A link whose relative cares for the person.</summary>
    protected async Task<Guid> CaredForAsync(Guid person, JsonObject? said = null)
    {
        var link = await LinkedAsync(person, said);
        (await VerifyAsync(person, link)).Expect(200);
        (await MoveAsync(Sabha, person, link, "caregiver", new { since = Today, note = "Cooks for the child (invented)." })).Expect(200);
        return link;
    }

    protected static async Task<JsonObject> ReadAsync(Partner by, Guid person, Guid link) =>
        Assert.Single((await by.GetAsync($"/api/people/{person}/family")).Items(), item => item.Id("linkId") == link);

    protected static IEnumerable<string?> HistoryOf(JsonObject link) => link["history"]!.AsArray().Select(step => step!.AsObject().Text("what"));

    /// <summary>Whether the database itself refuses, whoever asks.</summary>
    protected async Task<string?> RefusalOfDatabaseAsync(string sql, Guid id)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var command = new NpgsqlCommand(sql, database) { Parameters = { new() { Value = id } } };
        return (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).ConstraintName;
    }
}
