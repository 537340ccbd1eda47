using System.Xml.Linq;

namespace Platform.Deployment.Tests;

/// <summary>One Dockerfile for all processes.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Projects =
        ["identity/Platform.Identity.csproj", "gateway/Platform.Gateway.csproj", "services/Registrations/Platform.Registrations.csproj", "services/Referrals/Platform.Referrals.csproj"];

    private readonly string[] lines = Repository.Read("Dockerfile").Split('\n');

    [Fact]
    public void Every_process_has_a_stage_that_starts_it()
    {
        foreach (var process in Repository.Processes)
        {
            var stage = Array.IndexOf(lines, $"FROM process AS {process}");
            Assert.True(stage > 0, $"no stage {process}");
            Assert.Equal($"COPY --from=build /out/{process} .", lines[stage + 1]);
            Assert.Equal($"ENTRYPOINT [\"dotnet\", \"Platform.{char.ToUpperInvariant(process[0])}{process[1..]}.dll\"]", lines[stage + 2]);
        }
    }

    [Fact]
    public void No_process_runs_as_root() => Assert.Equal("USER 1654:1654", Assert.Single(lines, line => line.StartsWith("USER ", StringComparison.Ordinal)));

    [Fact]
    public void What_decides_which_packages_are_needed_is_copied_before_they_are_restored()
    {
        var restore = Array.FindIndex(lines, line => line.Contains("dotnet restore", StringComparison.Ordinal));
        var copied = lines[..restore].Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')).ToHashSet();

        foreach (var project in Projects.SelectMany(WithReferences).Distinct())
        {
            Assert.Contains(project, copied);
            Assert.Contains($"{Path.GetDirectoryName(project)}/packages.lock.json", copied);
        }
    }

    [Fact]
    public void What_is_not_needed_for_the_build_does_not_reach_the_engine()
    {
        var ignored = Repository.Read(".dockerignore").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToList();

        Assert.Equal("*", ignored[0]);
        var let = ignored.Where(line => line[0] == '!').Select(line => line[1..]).Order();
        var copied = lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).Select(path => path.Split('/')[0]).Distinct().Order();
        Assert.Equal(copied, let);
    }

    private static IEnumerable<string> WithReferences(string project)
    {
        var references = XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value);
        var folder = Path.GetDirectoryName(project)!;
        return references.Select(reference => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, reference))))
            .SelectMany(WithReferences).Prepend(project);
    }
}
