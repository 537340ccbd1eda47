namespace Platform.Surface.Tests;

/// <summary>Says all of what should not be there, in full.</summary>
internal static class Nothing
{
    public static void In(IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all.Prepend($"There should be nothing, and there is {all.Count}:")));
    }
}
