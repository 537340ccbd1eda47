namespace Platform.Tests.Running;

/// <summary>The tree that the tests were built from.</summary>
public static class SourceTree
{
    /// <summary>The folder of Platform.sln, above the tests.</summary>
    public static DirectoryInfo Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static DirectoryInfo Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Platform.sln"))) folder = folder.Parent;
        return folder ?? throw new InvalidOperationException("Platform.sln is not above the tests.");
    }
}
