using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Npgsql;

namespace Platform.Registrations.Tests.Exports;

/// <summary>An agency for which exports are switched on: who asks, and the two who approve.</summary>
public abstract class WithExports : OnThePlatform
{
    protected const string Feature = "export-of-files";

    private static readonly string Note = string.Concat(Enumerable.Repeat("用", 4000));

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

    /// <summary>As many as an export may be of, each with more to read than leaves at once.</summary>
    protected async Task<IReadOnlyList<Guid>> ManyAsync(Partner keeper, Action<JsonObject>? agrees = null)
    {
        var people = new List<Guid>();
        for (var at = 0; at < 25; at++)
        {
            people.Add(await keeper.RegisterAsync(file => file["note"] = Note));
            await keeper.ConsentAsync(people[^1], BaytId, agrees);
        }

        return people;
    }

    /// <summary>
    /// Begins to read, stops, and reads on when it has ended: the first of these people was handed over, the last was not. At the service's own door: what a gateway
    /// between them took in has left.
    /// </summary>
    protected async Task BreaksOffAsync(Guid export, IReadOnlyList<Guid> people, string token, Func<Task> end)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        using var slow = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, ct) =>
            {
                await socket.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Platform.AddressOf("registrations"), $"/exports/{export}/file"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await slow.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)answer.StatusCode);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[1024];
        Assert.NotEqual(0, await body.ReadAsync(buffer));
        await Eventually.TrueAsync(async () => await DisclosedAsync(people.Min()) == 1);   // it begins with a line about itself

        await end();

        // without a byte being read: the service looks every second
        await Eventually.TrueAsync(() => Task.FromResult((int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != 0));
        var read = 0;
        var broken = await Record.ExceptionAsync(async () =>
        {
            for (int count; (count = await body.ReadAsync(buffer)) > 0; read += count)
            {
            }
        });

        Assert.IsAssignableFrom<IOException>(broken);
        Assert.InRange(read, 0, 25 * Note.Length * 3 / 2);
        Assert.Equal((1L, 0L), (await DisclosedAsync(people.Min()), await DisclosedAsync(people.Max())));

        Task<long> DisclosedAsync(Guid person) => ScalarAsync<long>("select count(*) from access.disclosures where person = $1", person);
    }

    protected async Task<T> ScalarAsync<T>(string sql, Guid id)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var command = new NpgsqlCommand(sql, database) { Parameters = { new() { Value = id } } };
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
