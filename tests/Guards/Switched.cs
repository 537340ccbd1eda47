using System.Diagnostics;
using System.Text.RegularExpressions;
using Platform.Tests.Running;

namespace Platform.Guards.Tests;

/// <summary>A copy of the whole tree with a switch at each guard of the product, built. It is kept beside the build of the tree itself: next time what has changed is built again.</summary>
public sealed partial class Switched : IAsyncDisposable
{
    /// <summary>Where guards are.</summary>
    public static readonly string[] Product = ["services/Access", "services/Hosting", "services/Assessments", "services/Referrals", "services/Registrations", "identity", "gateway/Door"];
    private static readonly string[] NotServing = ["identity/Users/Bootstrap.cs", "services/Hosting/Outages.cs", "services/Referrals/Referrals/PersonAuthority.cs"];   // a command, by who has the servers; what went wrong without anybody's doing; what the other service refused, handed on
    private static readonly string[] NotSource = ["bin", "obj", ".git", ".platform", "node_modules"];
    private static readonly string Kept = Path.Combine(SourceTree.Root.FullName, ".platform/build");

    private readonly FileStream? lease;

    private Switched(string folder, IReadOnlyList<Guard> guards, FileStream? lease) => (Folder, Guards, this.lease) = (folder, guards, lease);

    public string Folder { get; }

    /// <summary>Those of the code, in order of their files, then what a role, a kind of agency and a token are asked for.</summary>
    public IReadOnlyList<Guard> Guards { get; }

    public static async Task<Switched> MakeAsync()
    {
        var own = Environment.GetEnvironmentVariable("PLATFORM_TEST_RUN") ?? Path.GetTempPath();
        var lease = Lease();
        var (folder, built) = (Path.Combine(own, "switched"), lease is null ? Path.Combine(own, "switched-built") : Path.Combine(Kept, "switched"));
        Copy(SourceTree.Root, folder);
        var guards = new List<Guard>();
        foreach (var file in Product.SelectMany(part => Directory.EnumerateFiles(Path.Combine(folder, part), "*.cs", SearchOption.AllDirectories)).Where(file => !NotServing.Contains(Path.GetRelativePath(folder, file))).Order(StringComparer.Ordinal).ToList())
        {
            var (found, switched) = GuardFinder.In(Path.GetRelativePath(folder, file), await File.ReadAllTextAsync(file));
            guards.AddRange(found);
            if (found.Count > 0) await File.WriteAllTextAsync(file, switched);
        }

        guards.AddRange(await PutAsync(folder));
        guards.AddRange(await PutInFunctionsAsync(folder));
        Same(new(folder), built);
        Directory.Delete(folder, recursive: true);
        await BuildAsync(built);
        return new(built, guards, lease);
    }

    public async ValueTask DisposeAsync()
    {
        if (lease is not null) await lease.DisposeAsync();
    }

    /// <summary>Of the copy that is kept; null while another run has it.</summary>
    private static FileStream? Lease()
    {
        try
        {
            return new(Path.Combine(Directory.CreateDirectory(Kept).FullName, "switched.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Where no condition of ours decides but a library by what it was told: which roles and kinds of agency a policy is for, and what a token must be.</summary>
    private static async Task<IReadOnlyList<Guard>> PutAsync(string folder)
    {
        var (policies, tokens) = ("services/Access/Policies.cs", "services/Hosting/TokenChecks.cs");
        await File.WriteAllTextAsync(Path.Combine(folder, "services/Hosting/Removed.cs"), Removed);
        await File.WriteAllTextAsync(Path.Combine(folder, "services/Hosting/RemovedFromTokens.cs"), RemovedFromTokens);
        await ReplaceAsync(policies, "policy.RequireRole(roles);", "policy.RequireAssertion(asked => Platform.Hosting.Removed.Is($\"{name}: roles\") || roles.Any(asked.User.IsInRole));");
        await ReplaceAsync(policies, "policy.RequireClaim(\"agency_kind\", kinds);", "policy.RequireAssertion(asked => Platform.Hosting.Removed.Is($\"{name}: kinds\") || kinds.Any(kind => asked.User.HasClaim(\"agency_kind\", kind)));");
        await ReplaceAsync(tokens, "base.ValidateTokenAsync(token, validationParameters)", "base.ValidateTokenAsync(token, RemovedFromTokens.From(validationParameters))");
        await ReplaceAsync(tokens, "policy.RequireAuthenticatedUser().RequireRole(\"service\")", "policy.RequireAuthenticatedUser().RequireAssertion(asked => Platform.Hosting.Removed.Is(\"service: role\") || asked.User.IsInRole(\"service\"))");
        await ReplaceAsync(tokens, "cache.TryGetValue(", "!Platform.Hosting.Removed.Any && cache.TryGetValue(");   // what was let in once is remembered
        await ReplaceAsync(tokens, "if (result.IsValid)", "if (result.IsValid && !Platform.Hosting.Removed.Any)");
        await ReplaceAsync("identity/Tokens/TokensSetup.cs", "RequireRole(PlatformClaims.ServiceRole)", "RequireAssertion(asked => Platform.Hosting.Removed.Is(\"identity: service\") || asked.User.IsInRole(PlatformClaims.ServiceRole))");
        await ReplaceAsync("gateway/Door/Admission.cs", ".RequireClaim(AgencyClaim)", ".RequireAssertion(asked => Platform.Hosting.Removed.Is(\"gateway: agency\") || asked.User.HasClaim(claim => claim.Type == AgencyClaim))");
        await ReplaceAsync("gateway/Door/Admission.cs", "context => !context.User", "context => Platform.Hosting.Removed.Is(\"gateway: no service\") || !context.User");

        var source = await File.ReadAllTextAsync(Path.Combine(folder, policies));
        var codes = Regex.Matches(source, """const string (\w+) = "([a-z-]+)";""").ToDictionary(found => found.Groups[1].Value, found => found.Groups[2].Value);
        var rules = Regex.Matches(source, @"\[(\w+)\] = \(\[(.*?)\], (null|\[.*?\])\),");
        Assert.True(rules.Count > 20, "The rules of Policies.cs are written in another way.");
        return
        [
            .. rules.Where(rule => rule.Groups[2].Length > 0).Select(rule => new Guard($"{codes[rule.Groups[1].Value]}: roles", policies)),
            .. rules.Where(rule => rule.Groups[3].Value != "null").Select(rule => new Guard($"{codes[rule.Groups[1].Value]}: kinds", policies)),
            .. ((string[])["issuer", "audience", "lifetime", "type", "algorithm", "signature"]).Select(part => new Guard($"token: {part}", tokens)),
            new("service: role", tokens),
            new("identity: service", "identity/Tokens/TokensSetup.cs"),
            new("gateway: agency", "gateway/Door/Admission.cs"),
            new("gateway: no service", "gateway/Door/Admission.cs"),
        ];

        async Task ReplaceAsync(string file, string what, string by)
        {
            var text = await File.ReadAllTextAsync(Path.Combine(folder, file));
            Assert.Contains(what, text);
            await File.WriteAllTextAsync(Path.Combine(folder, file), text.Replace(what, by, StringComparison.Ordinal));
        }
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to, file.Name), overwrite: true);
        foreach (var folder in from.EnumerateDirectories().Where(folder => !NotSource.Contains(folder.Name))) Copy(folder, Path.Combine(to, folder.Name));
    }

    /// <summary>Makes the second have what the first has, and leaves alone what is the same, and what was built.</summary>
    private static void Same(DirectoryInfo from, string to)
    {
        var there = Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            var other = Path.Combine(to, file.Name);
            if (File.Exists(other) && File.ReadAllBytes(file.FullName).AsSpan().SequenceEqual(File.ReadAllBytes(other))) continue;
            file.CopyTo(other, overwrite: true).LastWriteTimeUtc = DateTime.UtcNow;   // newer than what was built of it
        }

        foreach (var folder in from.EnumerateDirectories()) Same(folder, Path.Combine(to, folder.Name));
        foreach (var gone in there.EnumerateFiles().Where(file => !File.Exists(Path.Combine(from.FullName, file.Name)))) gone.Delete();
        foreach (var gone in there.EnumerateDirectories().Where(folder => !NotSource.Contains(folder.Name) && !Directory.Exists(Path.Combine(from.FullName, folder.Name)))) gone.Delete(recursive: true);
    }

    private static async Task BuildAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["build", "tests/Guards", "-c", "Release", "-v:quiet", "-nologo", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-p:GenerateDocumentationFile=false", "-p:WarningLevel=0"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using var build = Process.Start(start)!;
        var said = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, said);
    }

    /// <summary>Of which guard a file tells, by whose name the environment knows; the processes and the tests beside them look at the same memory.</summary>
    private const string Removed = """
        using System.IO.MemoryMappedFiles;

        namespace Platform.Hosting;

        public static class Removed
        {
            private static readonly MemoryMappedViewAccessor? Memory = Environment.GetEnvironmentVariable("PLATFORM_REMOVED") is { Length: > 0 } path
                ? MemoryMappedFile.CreateFromFile(path, FileMode.Open).CreateViewAccessor() : null;

            public static bool Any => Memory?.ReadInt32(0) > 0;

            public static bool Is(string guard)
            {
                if (Memory is null || Memory.ReadInt32(0) is not (> 0 and var length)) return false;
                var bytes = new byte[length];
                Memory.ReadArray(4, bytes, 0, length);
                return System.Text.Encoding.UTF8.GetString(bytes) == guard;
            }
        }
        """;

    private const string RemovedFromTokens = """
        using Microsoft.IdentityModel.JsonWebTokens;
        using Microsoft.IdentityModel.Tokens;

        namespace Platform.Hosting;

        internal static class RemovedFromTokens
        {
            public static TokenValidationParameters From(TokenValidationParameters all)
            {
                var some = all.Clone();
                if (Removed.Is("token: issuer")) some.ValidateIssuer = false;
                if (Removed.Is("token: audience")) some.ValidateAudience = false;
                if (Removed.Is("token: lifetime")) some.ValidateLifetime = false;
                if (Removed.Is("token: type")) some.ValidTypes = null;
                if (Removed.Is("token: algorithm")) some.ValidAlgorithms = null;
                if (Removed.Is("token: signature")) some.SignatureValidator = (token, _) => new JsonWebToken(token);
                return some;
            }
        }
        """;
}
