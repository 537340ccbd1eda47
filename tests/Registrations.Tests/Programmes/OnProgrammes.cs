namespace Platform.Registrations.Tests.Programmes;

/// <summary>A programme of the lead, which its supervisor shapes and its protection officer approves.</summary>
public abstract class OnProgrammes : OnThePlatform
{
    protected Partner Lead { get; private set; } = null!;

    protected Partner Supervisor { get; private set; } = null!;

    protected Partner Officer { get; private set; } = null!;

    /// <summary>A code that nobody else in this run has.</summary>
    protected string Code { get; } = $"p-{Guid.NewGuid():N}"[..30];

    protected override async Task PrepareAsync() =>
        (Lead, Supervisor, Officer) = (new Partner(Platform, "iom-libya"), await Platform.SignInAsync("supervisor@iom-libya.demo"), await Platform.SignInAsync("protection-officer@iom-libya.demo"));

    internal static JsonObject Label(string en) => new() { ["en"] = en, ["ar"] = $"{en} بالعربية", ["fr"] = $"{en} en français" };

    internal static JsonObject Field(string code, string type, bool required = false) => new() { ["code"] = code, ["type"] = type, ["label"] = Label($"Asked {code}"), ["required"] = required };

    /// <summary>A field of each type, the first of which has to be answered.</summary>
    protected JsonObject Form(Action<JsonObject>? change = null)
    {
        var choice = Field("shelter", "choice");
        choice["choices"] = new JsonArray(new JsonObject { ["code"] = "tent", ["label"] = Label("Tent") }, new JsonObject { ["code"] = "house", ["label"] = Label("House") });
        var form = new JsonObject
        {
            ["code"] = Code,
            ["title"] = Label("Winter help"),
            ["fields"] = new JsonArray(Field("blankets", "number", required: true), Field("needs-heating", "yes-no"), Field("visited-on", "date"), Field("remarks", "text"), choice),
        };
        change?.Invoke(form);
        return form;
    }

    protected async Task<Guid> ProposedAsync(Action<JsonObject>? change = null) => (await Supervisor.PostAsync("/api/programmes", Form(change))).Expect(201).Json.Id("formId");

    protected async Task<Guid> InForceAsync(Action<JsonObject>? change = null)
    {
        var form = await ProposedAsync(change);
        (await Officer.PostAsync($"/api/programmes/{form}/approval", new { })).Expect(200);
        return form;
    }

    protected async Task<string> StateAsync(Guid form)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var command = new Npgsql.NpgsqlCommand("select state from programme_forms where form_id = $1", database) { Parameters = { new() { Value = form } } };
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
