namespace Platform.Registrations.Matching;

/// <summary>The matcher's data files, which are built into it so that rules and data are one version.</summary>
internal static class MatchingData
{
    public static string[] Lines(string file)
    {
        using var stream = typeof(MatchingData).Assembly.GetManifestResourceStream($"Platform.Registrations.Matching.{file}")
            ?? throw new InvalidOperationException($"{file} is not built in.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
    }
}
