using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Journeys.Tests;

/// <summary><c>./platform</c> itself, as an operator uses it, with state and ports of its own. What starts servers anew takes long, hence Deep.</summary>
public sealed partial class PlatformCommandTests : IAsyncLifetime
{
    private static readonly int[] Ports = [8080, 8090, 8101, 8103, 54329, 56729, 15679, 25679, 14369];

    // in the run's directory, so that a run that is killed is cleaned up with it
    private readonly string state = Path.Combine(
        Environment.GetEnvironmentVariable("PLATFORM_TEST_RUN") is { Length: > 0 } run ? run : Path.GetTempPath(), $"platform-{Guid.NewGuid():n}"[..17]);

    private readonly int offset = FreeOffset();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (Directory.Exists(state)) await RunAsync("down", "--data");
    }

    [Fact]
    [Trait("Category", "Deep")]
    public async Task A_second_up_touches_nothing_that_runs_and_down_with_data_leaves_nothing()
    {
        Assert.Equal(1, (await RunAsync("status")).ExitCode);

        Assert.Contains("amal-health-system", await DoneAsync("up"), StringComparison.Ordinal);
        var running = Running(await DoneAsync("status"));
        Assert.Equal(["PostgreSQL", "RabbitMQ", "assessments", "gateway", "identity", "referrals", "registrations"], running.Keys.Order(StringComparer.Ordinal));

        await DoneAsync("up");
        Assert.Equal(running, Running(await DoneAsync("status")));

        var (exitCode, output) = await RunInAsync("Production", "up");
        Assert.Equal(4, exitCode);
        Assert.Contains("down --data", output, StringComparison.Ordinal);
        Assert.Contains("demo agencies", (await RunAsync("bootstrap", "iom-libya", "IOM Libya", "first@iom.test", "second@iom.test")).Output, StringComparison.Ordinal);
        Assert.Equal(running, Running(await DoneAsync("status")));

        await DoneAsync("down", "--data");
        NothingIsLeftOf(running);
    }

    [Fact]
    [Trait("Category", "Deep")]
    public async Task A_production_platform_has_nobody_until_its_first_two_administrators_are_invited()
    {
        var up = (await RunInAsync("Production", "up")).Output;
        Assert.Contains("./platform bootstrap", up, StringComparison.Ordinal);
        Assert.DoesNotContain("Demo!", up, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(state, "clock")));

        string[] bootstrap = ["bootstrap", "iom-libya", "IOM Libya", "first@iom.test", "second@iom.test"];
        var links = Link().Matches(await DoneAsync(bootstrap)).Select(found => new Uri(found.Value)).ToList();
        Assert.Equal(2, links.Count);
        foreach (var link in links)
        {
            Assert.Equal(8080 + offset, link.Port);
            Assert.Equal(HttpStatusCode.Redirect, await ChoosePasswordAsync(link));
        }

        Assert.Contains("There is an agency already", (await RunAsync(bootstrap)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("clock", "+1h")).ExitCode);
        Assert.Equal(1, (await RunAsync("demo")).ExitCode);

        var running = Running(await DoneAsync("status"));
        await DoneAsync("up");      // remembers its environment
        Assert.Equal(running, Running(await DoneAsync("status")));
        await DoneAsync("down", "--data");
        NothingIsLeftOf(running);
    }

    [Fact]
    public async Task Bootstrap_without_a_platform_says_how_one_is_started()
    {
        var (exitCode, output) = await RunAsync("bootstrap", "iom-libya", "IOM Libya", "first@iom.test", "second@iom.test");

        Assert.Equal(1, exitCode);
        Assert.Contains("PLATFORM_ENVIRONMENT=Production ./platform up", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(state));
    }

    [Fact]
    public async Task A_directory_of_something_else_is_left_alone()
    {
        Directory.CreateDirectory(state);
        var theirs = Path.Combine(state, ".theirs");
        await File.WriteAllTextAsync(theirs, "");

        var (exitCode, output) = await RunAsync("down", "--data");

        Assert.Equal(4, exitCode);
        Assert.Contains("PLATFORM_STATE", output, StringComparison.Ordinal);
        Assert.True(File.Exists(theirs));
        Directory.Delete(state, recursive: true);
    }

    /// <summary>What a command prints that must succeed.</summary>
    private async Task<string> DoneAsync(params string[] command)
    {
        var (exitCode, output) = await RunAsync(command);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] command) => RunInAsync("", command);

    private Task<(int ExitCode, string Output)> RunInAsync(string environment, params string[] command) => Script.RunAsync(
        "platform",
        new Dictionary<string, string>
        {
            ["PLATFORM_STATE"] = state,
            ["PLATFORM_PORT_OFFSET"] = offset.ToString(CultureInfo.InvariantCulture),
            ["PLATFORM_ENVIRONMENT"] = environment,
        },
        TimeSpan.FromMinutes(5),
        command);

    /// <summary>The process id of each row of <c>status</c> that is ready.</summary>
    private static Dictionary<string, int> Running(string status) =>
        Ready().Matches(status).ToDictionary(row => row.Groups["name"].Value, row => int.Parse(row.Groups["process"].Value, CultureInfo.InvariantCulture));

    private void NothingIsLeftOf(Dictionary<string, int> running)
    {
        Assert.False(Directory.Exists(state));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))[..12];
        Assert.False(Directory.Exists($"/var/tmp/platform-{hash}"));
        Assert.DoesNotContain(running, process => Lives(process.Value));
        Assert.DoesNotContain(Listening(), port => Ports.Contains(port - offset));
    }

    // one that ended may still wait for its parent to notice
    private static bool Lives(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IEnumerable<int> Listening() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port);

    /// <summary>One that leaves all ports outside of the range from which the kernel hands out ports of its own accord.</summary>
    private static int FreeOffset()
    {
        var taken = Listening().ToHashSet();
        int offset;
        do
        {
            offset = RandomNumberGenerator.GetInt32(6700, 7080);
        }
        while (Ports.Any(port => taken.Contains(port + offset)));
        return offset;
    }

    private static async Task<HttpStatusCode> ChoosePasswordAsync(Uri invitation)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        var page = await browser.GetStringAsync(invitation);
        using var form = new FormUrlEncodedContent(Hidden().Matches(page)
            .Select(found => KeyValuePair.Create(found.Groups["name"].Value, WebUtility.HtmlDecode(found.Groups["value"].Value)))
            .Append(KeyValuePair.Create("password", "a long enough sentence")));
        using var answer = await browser.PostAsync(invitation, form);
        return answer.StatusCode;
    }

    [GeneratedRegex(@"^(?<name>\w+) +\d+ +(?<process>\d+) +\d+ MB +ready$", RegexOptions.Multiline)]
    private static partial Regex Ready();

    [GeneratedRegex(@"http://localhost:\S+/sign-in/invitation\?\S+")]
    private static partial Regex Link();

    [GeneratedRegex("""<input name="(?<name>[^"]*)" type="hidden" value="(?<value>[^"]*)"|<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)" """)]
    private static partial Regex Hidden();
}
