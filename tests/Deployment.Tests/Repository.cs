using System.Diagnostics;

namespace Platform.Deployment.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The platform's own processes, by the names they have everywhere.</summary>
    public static readonly string[] Processes = ["identity", "registrations", "assessments", "referrals", "gateway"];

    /// <summary>Those with a database, which is brought up to date by their command <c>migrate</c>.</summary>
    public static readonly string[] Migrated = ["identity", "registrations", "assessments", "referrals"];

    public static string Root { get; } = Find();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Runs a command in the root and gives what it printed; it fails where the command does.</summary>
    public static async Task<string> RunAsync(string command, params string[] arguments)
    {
        var (exitCode, output, errors) = await TryAsync(command, arguments, new Dictionary<string, string>());
        return exitCode == 0 ? output : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {exitCode}:\n{errors}{output}");
    }

    public static async Task<(int ExitCode, string Output, string Errors)> TryAsync(string command, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output, await errors);
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Platform.sln is not above the tests.");
        }

        return folder.FullName;
    }
}
