using System.Text.RegularExpressions;
using k8s.Models;

namespace Platform.Deployment.Tests;

/// <summary>k8s/ as kubectl puts it together, strictly read. What a cluster would refuse or leave unreachable shows here.</summary>
public sealed partial class KubernetesTests
{
    public static readonly TheoryData<string> Folders = ["base", "overlays/single-node"];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Every_process_is_there_with_its_service_and_its_disruption_budget(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);

        Assert.Equal(Repository.Processes.Order(), manifests.Deployments.Select(deployment => deployment.Name()).Order());
        Assert.All(Repository.Processes, process => Assert.Contains(manifests.Services, service => service.Name() == process));
        Assert.All(Repository.Processes, process => Assert.Contains(manifests.All.OfType<V1PodDisruptionBudget>(), budget => budget.Name() == process));
        Assert.All(manifests.Deployments, deployment => Assert.Equal(folder == "base" ? 2 : 1, deployment.Spec.Replicas));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Selectors_choose_what_they_are_named_after_and_nothing_else(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);

        foreach (var (name, workload) in manifests.Workloads)
        {
            Assert.Equal([name], Chosen(manifests, workload.Selector.MatchLabels));
            Assert.Equal("platform", workload.Template.Metadata.Labels["app.kubernetes.io/part-of"]);
        }

        Assert.All(manifests.Services, service => Assert.Equal([service.Name()], Chosen(manifests, service.Spec.Selector)));
        Assert.All(manifests.All.OfType<V1PodDisruptionBudget>(), budget => Assert.Equal([budget.Name()], Chosen(manifests, budget.Spec.Selector.MatchLabels)));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Services_and_probes_go_to_ports_that_are_open(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);

        foreach (var service in manifests.Services)
        {
            var open = manifests.Workloads[service.Name()].Template.Spec.Containers.SelectMany(container => container.Ports).ToList();
            Assert.All(service.Spec.Ports, port => Assert.Contains(open, there => there.Name == port.TargetPort.Value && there.ContainerPort == port.Port));
        }

        foreach (var container in Serving(manifests))
        {
            Assert.All([container.StartupProbe, container.LivenessProbe, container.ReadinessProbe], probe =>
            {
                Assert.NotNull(probe);
                if ((probe.HttpGet?.Port ?? probe.TcpSocket?.Port)?.Value is { } port) Assert.Contains(container.Ports, there => there.Name == port);
            });
        }

        foreach (var process in Repository.Processes)
        {
            var container = manifests.Workloads[process].Template.Spec.Containers.Single();
            Assert.Equal(8080, container.Ports.Single().ContainerPort);
            Assert.Equal("http://+:8080", manifests.SettingsOf(container)["ASPNETCORE_URLS"].Value);
            Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
            Assert.Equal(process == "gateway" ? "/health/live" : "/health/ready", container.ReadinessProbe.HttpGet.Path);
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Every_container_has_requests_and_limits_and_no_right_it_does_not_need(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);

        foreach (var (name, workload) in manifests.Workloads)
        {
            var pod = workload.Template.Spec;
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.NotEqual(0, pod.SecurityContext.RunAsUser ?? 0);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.AutomountServiceAccountToken);
            foreach (var container in pod.Containers.Concat(pod.InitContainers ?? []))
            {
                Assert.All(["cpu", "memory"], resource =>
                {
                    Assert.True(container.Resources.Requests.ContainsKey(resource), $"{name}/{container.Name} requests no {resource}");
                    Assert.True(container.Resources.Limits.ContainsKey(resource), $"{name}/{container.Name} has no limit of {resource}");
                });
                Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                if (Repository.Processes.Contains(name)) Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                Assert.Matches("^[a-z0-9./-]+:[a-z0-9.-]+$", container.Image);
                Assert.DoesNotMatch(":latest$", container.Image);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Secrets_are_named_and_not_contained(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);

        Assert.Empty(manifests.All.OfType<V1Secret>());
        foreach (var container in Containers(manifests))
        {
            foreach (var (key, setting) in manifests.SettingsOf(container))
            {
                if (!NativeSettings.IsSecret(key))
                {
                    Assert.NotNull(setting.Value);
                    Assert.DoesNotMatch("(?i)password|secret=", setting.Value);
                    continue;
                }

                Assert.True(setting.Value is null, $"{key} of {container.Name} stands in the manifest");
                Assert.Equal(key, setting.ValueFrom.SecretKeyRef.Key);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Every_process_is_given_the_settings_it_has_outside_of_a_cluster(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);
        var native = await NativeSettings.GetAsync();

        foreach (var process in Repository.Processes)
        {
            var pod = manifests.Workloads[process].Template.Spec;
            Assert.Equal(WithoutClock(native.KeysOf(process, migrating: false)), Keys(manifests, pod.Containers.Single()));
            if (!Repository.Migrated.Contains(process))
            {
                Assert.Null(pod.InitContainers);
                continue;
            }

            var migrate = pod.InitContainers.Single();
            Assert.Equal(["migrate"], migrate.Args);
            Assert.Equal(pod.Containers.Single().Image, migrate.Image);
            Assert.Equal(WithoutClock(native.KeysOf(process, migrating: true)), Keys(manifests, migrate));
            Assert.Equal(process, manifests.SettingsOf(migrate)["Database__Name"].Value);
        }
    }

    [Fact]
    public async Task Addresses_are_those_of_services_that_are_there()
    {
        var manifests = await Manifests.OfAsync("overlays/single-node");

        foreach (var setting in Containers(manifests).SelectMany(container => manifests.SettingsOf(container).Values).Where(setting => setting.Name != "Identity__Issuer"))
        {
            foreach (Match address in Address().Matches(setting.Value ?? ""))
            {
                var service = manifests.Services.SingleOrDefault(service => service.Name() == address.Groups["host"].Value);
                Assert.True(service is not null, $"{setting.Name}={setting.Value}: there is no such service");
                Assert.Contains(service.Spec.Ports, port => $"{port.Port}" == address.Groups["port"].Value);
            }
        }
    }

    [Theory]
    [InlineData("gateway", "everybody")]
    [InlineData("identity", "assessments gateway referrals registrations")]
    [InlineData("registrations", "gateway referrals")]
    [InlineData("assessments", "gateway")]
    [InlineData("referrals", "gateway")]
    [InlineData("postgres", "assessments identity referrals registrations")]
    [InlineData("rabbitmq", "assessments gateway identity referrals registrations")]
    public async Task Nobody_reaches_anybody_but(string to, string from)
    {
        var manifests = await Manifests.OfAsync("overlays/single-node");
        var policies = manifests.All.OfType<V1NetworkPolicy>().Where(policy => Chosen(manifests, policy.Spec.PodSelector.MatchLabels).Contains(to)).ToList();

        Assert.Contains(policies, policy => policy.Spec.PolicyTypes.Contains("Ingress") && policy.Spec.Ingress is null);   // closed, until a rule opens it
        var rules = policies.SelectMany(policy => policy.Spec.Ingress ?? []).ToList();
        var open = rules.SelectMany(rule => rule.FromProperty is null
            ? ["everybody"]
            : rule.FromProperty.SelectMany(peer => peer.PodSelector.MatchLabels?.Values ?? peer.PodSelector.MatchExpressions.SelectMany(expression => expression.Values)));
        Assert.Equal(from, string.Join(' ', open.Order()));
        var port = manifests.Services.Single(service => service.Name() == to).Spec.Ports.Single().Port;
        Assert.All(rules, rule => Assert.Equal($"{port}", rule.Ports.Single().Port.Value));
    }

    [Fact]
    public async Task The_secrets_made_are_the_ones_that_are_named()
    {
        var manifests = await Manifests.OfAsync("overlays/single-node");
        var named = Containers(manifests).SelectMany(container => container.Env ?? []).Select(setting => setting.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>()
            .Select(reference => $"{reference.Name}/{reference.Key}").Distinct().Order();

        var made = k8s.KubernetesYaml.LoadAllFromString(await Repository.RunAsync("bash", "k8s/make-secrets.sh"), strict: true).Cast<V1Secret>().ToDictionary(secret => secret.Name(), secret => secret.StringData);

        Assert.Equal(named, made.SelectMany(secret => secret.Value.Keys.Select(key => $"{secret.Key}/{key}")).Order());
        Assert.Equal(made["gateway"]["Identity__ClientSecret"], made["identity"]["Identity__ServiceClients__gateway-service"]);
        Assert.Contains($":{made["rabbitmq"]["RABBITMQ_DEFAULT_PASS"]}@rabbitmq:5672", made["referrals"]["RabbitMq__Uri"]);
        Assert.Contains($"Host=postgres;Port=5432;Username=postgres;Password={made["postgres"]["POSTGRES_PASSWORD"]}", made["identity-migrate"]["Database__Admin"]);
        Assert.All(made.SelectMany(secret => secret.Value), entry => Assert.True(entry.Value.Length >= 40, $"{entry.Key} is short"));
    }

    private static IEnumerable<V1Container> Serving(Manifests manifests) => manifests.Workloads.Values.SelectMany(workload => workload.Template.Spec.Containers);

    private static IEnumerable<V1Container> Containers(Manifests manifests) =>
        Serving(manifests).Concat(manifests.Workloads.Values.SelectMany(workload => workload.Template.Spec.InitContainers ?? []));

    private static IEnumerable<string> Chosen(Manifests manifests, IDictionary<string, string> labels) =>
        manifests.Workloads.Where(workload => labels.All(label => workload.Value.Template.Metadata.Labels.Contains(label))).Select(workload => workload.Key);

    // where a cluster differs: identity believes the gateway's headers by its network; the development clock stays outside
    private static IEnumerable<string> Keys(Manifests manifests, V1Container container) =>
        manifests.SettingsOf(container).Keys.Where(key => !key.StartsWith("Identity__TrustedProxies__", StringComparison.Ordinal)).Order();

    private static IEnumerable<string> WithoutClock(IEnumerable<string> keys) => keys.Except(["Clock__File"]).Order();

    [GeneratedRegex("(?:http://(?<host>[a-z]+):(?<port>[0-9]+))|(?:Host=(?<host>[a-z]+);Port=(?<port>[0-9]+))")]
    private static partial Regex Address();
}
