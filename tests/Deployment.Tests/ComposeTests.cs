using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Platform.Deployment.Tests;

/// <summary>docker-compose.yml says what ./platform up does, in containers.</summary>
public sealed partial class ComposeTests
{
    private readonly Dictionary<object, object> file = Read();

    [Fact]
    public async Task Every_process_is_given_the_settings_it_has_outside_of_a_container()
    {
        var native = await NativeSettings.GetAsync();

        foreach (var process in Repository.Processes)
        {
            Assert.Equal(native.KeysOf(process, migrating: false).Order(), Settings(process).Keys.Where(key => !key.StartsWith("Identity__TrustedProxies__", StringComparison.Ordinal)).Order());
        }

        foreach (var process in Repository.Migrated)
        {
            Assert.Equal(native.KeysOf(process, migrating: true).Order(), Settings($"{process}-migrate").Keys.Order());
            Assert.Equal(process, Settings(process)["Database__Name"]);
        }
    }

    [Fact]
    public async Task Secrets_come_from_the_file_that_the_command_makes_and_stand_nowhere_here()
    {
        var native = await NativeSettings.GetAsync();

        Assert.Equal(native.Secrets.Order(), Variable().Matches(Repository.Read("docker-compose.yml")).Select(match => match.Groups[1].Value).Distinct().Order());
        foreach (var service in Services().Keys)
        {
            Assert.All(Settings(service).Where(setting => NativeSettings.IsSecret(setting.Key)), setting => Assert.Matches(@"\$\{[A-Z_]+:\?", setting.Value));
        }
    }

    [Fact]
    public void Only_the_gateway_is_published_and_on_the_loopback_only()
    {
        var published = Services().Where(service => service.Value.ContainsKey("ports")).ToList();

        Assert.Equal("gateway", Assert.Single(published).Key);
        Assert.Equal(["127.0.0.1:${PLATFORM_HTTP_PORT:-8080}:8080"], Strings(published[0].Value["ports"]));
    }

    [Fact]
    public void The_gateway_has_no_way_to_the_databases_and_nothing_but_the_gateway_a_way_out()
    {
        var networks = Map(file["networks"]);
        var onData = Services().Where(service => Strings(service.Value["networks"]).Contains("data")).Select(service => service.Key).Order();

        Assert.Equal(Repository.Migrated.Concat(Repository.Migrated.Select(process => $"{process}-migrate")).Append("postgres").Order(), onData);
        Assert.Equal(["door"], networks.Where(network => !Map(network.Value).ContainsKey("internal")).Select(network => (string)network.Key));
        Assert.Equal(["gateway"], Services().Where(service => Strings(service.Value["networks"]).Contains("door")).Select(service => service.Key));
    }

    [Fact]
    public void The_platforms_containers_have_no_right_they_do_not_need()
    {
        foreach (var (name, service) in Services().Where(service => service.Value.ContainsKey("build")))
        {
            Assert.True(service["read_only"] is "true", name);
            Assert.Equal(["ALL"], Strings(service["cap_drop"]));
            Assert.Equal(["no-new-privileges:true"], Strings(service["security_opt"]));
            Assert.True(service.ContainsKey("mem_limit"), name);
            Assert.False(service.ContainsKey("user"), "the image says as whom it runs");
        }
    }

    [Fact]
    public void What_serves_asks_itself_whether_it_is_ready_and_starts_after_its_database_is_up_to_date()
    {
        foreach (var process in Repository.Processes)
        {
            var service = Services()[process];
            var dll = $"Platform.{char.ToUpperInvariant(process[0])}{process[1..]}.dll";
            Assert.Equal(["CMD", "dotnet", dll, "healthcheck"], Strings(Map(service["healthcheck"])["test"]));
            Assert.Equal(process, Map(service["build"])["target"]);
            if (Repository.Migrated.Contains(process))
            {
                Assert.Equal("service_completed_successfully", Map(Map(service["depends_on"])[$"{process}-migrate"])["condition"]);
                Assert.Equal(["migrate"], Strings(Services()[$"{process}-migrate"]["command"]));
                Assert.Equal("no", Services()[$"{process}-migrate"]["restart"]);
            }
        }
    }

    [Fact]
    public void Images_of_others_are_pinned_to_a_version()
    {
        var others = Services().Values.Where(service => !service.ContainsKey("build")).Select(service => (string)service["image"]);
        Assert.Equal(["postgres:17", "rabbitmq:4-management"], others.Order());
    }

    private Dictionary<string, Dictionary<object, object>> Services() => Map(file["services"]).ToDictionary(service => (string)service.Key, service => Map(service.Value));

    private Dictionary<string, string> Settings(string service) =>
        Map(Services()[service]["environment"]).ToDictionary(setting => (string)setting.Key, setting => (string)setting.Value);

    private static Dictionary<object, object> Map(object node) => (Dictionary<object, object>)node;

    private static IEnumerable<string> Strings(object node) => ((List<object>)node).Cast<string>();

    private static Dictionary<object, object> Read()
    {
        using var text = new StringReader(Repository.Read("docker-compose.yml"));
        return new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(text)));
    }

    [GeneratedRegex(@"\$\{([A-Z_]+):\?")]
    private static partial Regex Variable();
}
