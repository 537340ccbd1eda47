using System.Collections.Concurrent;
using Npgsql;

namespace Platform.Registrations.Tests.Exports;

/// <summary>An agency for which exports are switched on: who asks, and the two who approve.</summary>
public abstract class WithExports : OnThePlatform
{
    protected const string Feature = "export-of-files";

    private static readonly ConcurrentDictionary<string, Lazy<Task>> SwitchedOn = new();

    /// <summary>Whose exports; tests that end its access name another one.</summary>
    protected virtual string Agency => "iom-libya";

    /// <summary>The agency's system: keeps the files it registers.</summary>
    protected Partner Asker { get; private set; } = null!;

    protected Partner Supervisor { get; private set; } = null!;

    protected Partner Officer { get; private set; } = null!;

    protected Guid BaytId { get; private set; }

    protected override async Task PrepareAsync()
    {
        await SwitchedOn.GetOrAdd(Agency, agency => new(async () =>
        {
            if (agency != "iom-libya")
            {
                await Platform.PlantUserAsync($"protection-officer@{agency}.demo", "main", "protection-officer");
            }

            await OnAsync();
        })).Value;
        Asker = new Partner(Platform, Agency);
        Supervisor = await Platform.SignInAsync($"supervisor@{Agency}.demo");
        Officer = await Platform.SignInAsync($"protection-officer@{Agency}.demo");
        BaytId = await Asker.AgencyIdAsync("bayt-shelter");
    }

    /// <summary>Switches exports on and waits until the service does as it knows.</summary>
    protected async Task OnAsync()
    {
        await Platform.SwitchOnAsync(Feature, Agency);
        await Eventually.TrueAsync(async () => (await new Partner(Platform, Agency).GetAsync($"/api/exports/{Guid.NewGuid()}/file")).Status == 404);
    }

    /// <summary>Somebody who agreed to it.</summary>
    protected async Task<Guid> PersonAsync(Action<JsonObject>? change = null, Partner? keeper = null)
    {
        var person = await (keeper ?? Asker).RegisterAsync(change);
        await (keeper ?? Asker).ConsentAsync(person, BaytId);
        return person;
    }

    protected Dictionary<string, object?> Request(params Guid[] people) => new()
    {
        ["people"] = people,
        ["packages"] = (string[])["identity", "contact"],
        ["recipientAgencyId"] = BaytId,
        ["purpose"] = "service-referral",
        ["reason"] = "Their system is down (invented).",
        ["hours"] = 24,
    };

    protected async Task<Guid> AskedAsync(params Guid[] people) => (await Asker.PostAsync("/api/exports", Request(people))).Expect(201).Json.Id("exportId");

    protected async Task<Guid> ApprovedAsync(params Guid[] people)
    {
        var export = await AskedAsync(people);
        (await ApproveAsync(Supervisor, export)).Expect(200);
        Assert.Equal("approved", (await ApproveAsync(Officer, export)).Expect(200).Json.Text("state"));
        return export;
    }

    protected static Task<Answer> ApproveAsync(Partner by, Guid export) => by.PostAsync($"/api/exports/{export}/approval", null);

    protected Task<Answer> FileAsync(Guid export, Partner? by = null) => (by ?? Asker).GetAsync($"/api/exports/{export}/file");

    protected async Task<T> ScalarAsync<T>(string sql, Guid id)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var command = new NpgsqlCommand(sql, database) { Parameters = { new() { Value = id } } };
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
