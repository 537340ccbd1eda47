using System.Text.RegularExpressions;

namespace Platform.Scope.Tests;

/// <summary>Every path that a service describes as one to read from is compared with the reference model, or stands here with why it is not.</summary>
public static partial class ReadPaths
{
    private static readonly Dictionary<string, string> NotCompared = new()
    {
        ["identity /connect/authorize"] = "a person's browser asks there, without a token; what it is given then is a token of the caller's own",
        ["assessments /instruments"] = "what can be asked is the same for all who may ask",
        ["assessments /instruments/{}"] = "the same",
        ["identity /connect/logout"] = "the same: it ends a sign-in and shows nothing",
    };

    /// <summary>What a service describes and nobody compared, and what is said to be left out and is not.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(RunningPlatform platform, IReadOnlySet<string> asked)
    {
        var described = new HashSet<string>();
        foreach (var service in (string[])["identity", "registrations", "assessments", "referrals"])
        {
            var paths = (await new Partner(platform, "", platform.AddressOf(service)) { Token = "" }.GetAsync("/openapi/v1.json")).Expect(200)["paths"]!.AsObject();
            described.UnionWith(paths.Where(path => path.Value!["get"] is not null).Select(path => $"{service} {Parameters().Replace(path.Key, "{}")}"));
        }

        Assert.NotEmpty(described);
        return
        [
            .. described.Except(asked).Except(NotCompared.Keys).Select(path => $"{path} is not compared"),
            .. asked.Except(described).Select(path => $"{path} is compared and not described"),
            .. NotCompared.Keys.Where(path => !described.Contains(path) || asked.Contains(path)).Select(path => $"{path} need not be left out"),
        ];
    }

    [GeneratedRegex("{[^}]+}")]
    private static partial Regex Parameters();
}
