using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Tests.Servers;

/// <summary>A vhost of its own for one test run, so that queues and exchanges of the same name do not meet; it is deleted with all that is in it.</summary>
public sealed class RabbitVhost : IAsyncDisposable
{
    private readonly HttpClient _management;

    private RabbitVhost(HttpClient management, string name, Uri uri)
    {
        _management = management;
        Name = name;
        Uri = uri;
    }

    public string Name { get; }

    /// <summary>AMQP address of an administrator in this vhost.</summary>
    public Uri Uri { get; }

    public static async Task<RabbitVhost> CreateAsync(TestServers servers)
    {
        var name = $"test-{Guid.CreateVersion7():n}";
        var management = new HttpClient { BaseAddress = servers.RabbitMqManagement };
        var login = Uri.UnescapeDataString(servers.RabbitMqManagement.UserInfo);
        management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));

        await PutAsync(management, $"/api/vhosts/{name}", new { description = "a test run's own" });
        await PutAsync(management, $"/api/permissions/{name}/{login[..login.IndexOf(':')]}", new { configure = ".*", write = ".*", read = ".*" });
        return new RabbitVhost(management, name, new UriBuilder(servers.RabbitMq) { Path = name }.Uri);
    }

    /// <summary>What the broker says of a queue: its type, arguments and messages. Counts lag by some seconds.</summary>
    public async Task<JsonObject> QueueAsync(string name)
    {
        using var answer = await _management.GetAsync(new Uri($"/api/queues/{Name}/{name}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    /// <summary>The names of all queues that outlive who made them.</summary>
    public async Task<IReadOnlyList<string>> QueuesAsync()
    {
        using var answer = await _management.GetAsync(new Uri($"/api/queues/{Name}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return [.. JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray().Where(queue => queue!["durable"]!.GetValue<bool>()).Select(queue => queue!["name"]!.GetValue<string>())];
    }

    public async ValueTask DisposeAsync()
    {
        using (_management)
        using (await _management.DeleteAsync(new Uri($"/api/vhosts/{Name}", UriKind.Relative)))
        {
        }
    }

    private static async Task PutAsync<T>(HttpClient management, string path, T body)
    {
        using var answer = await management.PutAsJsonAsync(new Uri(path, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }
}
