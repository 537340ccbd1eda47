namespace Platform.Deployment.Tests;

/// <summary>
/// The settings that ./platform up gives each process. The processes run with these in every other test, so they are the
/// measure for the ones that containers and manifests give.
/// </summary>
internal sealed class NativeSettings
{
    private static readonly Lazy<Task<NativeSettings>> Read = new(ReadAsync);

    private readonly Dictionary<(string Process, bool Migrating), HashSet<string>> keys = [];

    /// <summary>Names of the secrets that the command makes.</summary>
    public HashSet<string> Secrets { get; } = [];

    public static Task<NativeSettings> GetAsync() => Read.Value;

    /// <summary>The keys a process is given, to serve or to migrate.</summary>
    public IReadOnlySet<string> KeysOf(string process, bool migrating) => keys[(process, migrating)];

    /// <summary>Whether a setting of that name must come from a secret.</summary>
    public static bool IsSecret(string key) =>
        key.StartsWith("Database__Passwords__", StringComparison.Ordinal) || key.StartsWith("Identity__ServiceClients__", StringComparison.Ordinal)
        || key is "Database__Admin" or "KeyStore__Password" or "KeyStore__WrappingKey" or "Search__Key" or "RabbitMq__Uri" or "Identity__ClientSecret"
            or "Identity__SigningKeyPassword" or "POSTGRES_PASSWORD" or "RABBITMQ_DEFAULT_PASS";

    private static async Task<NativeSettings> ReadAsync()
    {
        var lines = await Repository.RunAsync("bash", "-c", Script);
        var settings = new NativeSettings();
        foreach (var words in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')))
        {
            if (words[0] == "secret") settings.Secrets.Add(words[1]);
            else if (settings.keys.TryGetValue((words[1], words[0] == "migrate"), out var held)) held.Add(words[2]);
            else settings.keys[(words[1], words[0] == "migrate")] = [words[2]];
        }

        return settings;
    }

    private const string Script = """
        set -euo pipefail
        ROOT=$PWD
        for part in scripts/parts/*.sh; do . "$part"; done
        scratch=$(mktemp -d)
        trap 'rm -rf "$scratch"' EXIT
        use_state "$scratch/state"
        make_state
        use_standard_ports
        secret POSTGRES >/dev/null
        for name in "${SERVICES[@]}"; do
          for doing in serve migrate; do
            if [[ $doing == migrate ]]; then settings_of "$name" migrating; else settings_of "$name"; fi
            for setting in "${settings[@]}"; do printf '%s %s %s\n' $doing "$name" "${setting%%=*}"; done
          done
        done
        sed 's/^\([A-Z_]*\)=.*/secret \1/' "$SECRETS"
        """;
}
