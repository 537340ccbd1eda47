using System.ComponentModel;
using k8s;
using k8s.Models;

namespace Platform.Deployment.Tests;

/// <summary>What kubectl makes of a folder of k8s/, read so strictly that an unknown field fails.</summary>
internal sealed class Manifests
{
    private static readonly Dictionary<string, Lazy<Task<Manifests>>> Folders =
        new[] { "base", "overlays/single-node" }.ToDictionary(folder => folder, folder => new Lazy<Task<Manifests>>(() => LoadAsync(folder)));

    private Manifests(string text, IReadOnlyList<IKubernetesObject<V1ObjectMeta>> all) => (Text, All) = (text, all);

    public string Text { get; }

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All { get; }

    public IEnumerable<V1Deployment> Deployments => All.OfType<V1Deployment>();

    public IEnumerable<V1Service> Services => All.OfType<V1Service>();

    /// <summary>What runs, by name: the processes, and in an overlay the servers beside them.</summary>
    public IReadOnlyDictionary<string, (V1LabelSelector Selector, V1PodTemplateSpec Template, int? Replicas)> Workloads =>
        Deployments.Select(deployment => (deployment.Name(), (deployment.Spec.Selector, deployment.Spec.Template, deployment.Spec.Replicas)))
            .Concat(All.OfType<V1StatefulSet>().Select(set => (set.Name(), (set.Spec.Selector, set.Spec.Template, set.Spec.Replicas))))
            .ToDictionary(workload => workload.Item1, workload => workload.Item2);

    public static Task<Manifests> OfAsync(string folder) => Folders[folder].Value;

    /// <summary>The settings of a container: those of the maps it reads whole, and its own.</summary>
    public IReadOnlyDictionary<string, V1EnvVar> SettingsOf(V1Container container)
    {
        var settings = new Dictionary<string, V1EnvVar>();
        foreach (var source in container.EnvFrom ?? [])
        {
            var map = All.OfType<V1ConfigMap>().Single(map => map.Name() == source.ConfigMapRef.Name);
            foreach (var (key, value) in map.Data)
            {
                settings[key] = new V1EnvVar { Name = key, Value = value };
            }
        }

        foreach (var setting in container.Env ?? [])
        {
            settings.Add(setting.Name, setting);
        }

        return settings;
    }

    private static async Task<Manifests> LoadAsync(string folder)
    {
        var text = await KustomizeAsync($"k8s/{folder}");
        return new(text, [.. KubernetesYaml.LoadAllFromString(text, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()]);
    }

    private static async Task<string> KustomizeAsync(string folder)
    {
        foreach (var (command, verb) in new[] { ("kubectl", "kustomize"), ("kustomize", "build") })
        {
            try
            {
                return await Repository.RunAsync(command, verb, folder);
            }
            catch (Win32Exception)
            {
                // not here; the other one may be
            }
        }

        throw new InvalidOperationException("Neither kubectl nor kustomize is here. ./platform test installs what is missing; by hand: apt-get install kubernetes-client");
    }
}
