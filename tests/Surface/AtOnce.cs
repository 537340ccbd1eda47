namespace Platform.Surface.Tests;

/// <summary>What is asked of a record and leaves it as it is need not be asked one after the other: most of that is waiting.</summary>
internal static class AtOnce
{
    private const int Most = 8;

    /// <summary>Each with its answer, in the order given.</summary>
    public static async Task<IReadOnlyList<(T Asked, Answer Answer)>> AskAsync<T>(IEnumerable<T> all, Func<T, Task<Answer>> ask)
    {
        var answered = new List<(T, Answer)>();
        foreach (var some in all.Chunk(Most)) answered.AddRange(some.Zip(await Task.WhenAll(some.Select(ask))));
        return answered;
    }
}
