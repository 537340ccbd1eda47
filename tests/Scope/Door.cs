using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Platform.Scope.Tests;

/// <summary>A service's own door, where somebody asks; which paths were read there is kept.</summary>
public sealed partial record Door(string Service, Partner Partner, ConcurrentDictionary<string, bool> Asked)
{
    public Task<Answer> GetAsync(string path, string language = "en")
    {
        Asked[$"{Service} {Ids().Replace(path.Split('?')[0], "{}")}"] = true;
        return Partner.GetAsync(path, new() { ["Accept-Language"] = language });
    }

    public Task<Answer> PostAsync(string path, object? body) => Partner.PostAsync(path, body);

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/statistics/)[0-9]{4}-[0-9]{2}|registered-by-sex")]
    private static partial Regex Ids();
}
