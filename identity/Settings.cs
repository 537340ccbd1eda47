namespace Platform.Identity;

/// <summary>Settings without which the process cannot do its work.</summary>
public static class Settings
{
    public static string Required(this IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } value ? value : throw new InvalidOperationException($"The setting {key} is missing.");
}
