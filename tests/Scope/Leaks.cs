using System.Text;

namespace Platform.Scope.Tests;

/// <summary>
/// After all that was done and read: whose names, numbers and stories stand where nobody was given them to read. On the bus, in a database, in a
/// log, in a trace with its addresses, in a metric, in an error.
/// </summary>
public static class Leaks
{
    /// <summary>Each place, and the word that stands there.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(RunningPlatform platform, World world, Ear ear, Collector collector)
    {
        string[] words = [world.Narrative, world.Phone, .. world.People.Select(person => person.Name)];
        var known = world.People[0].Id;
        Assert.Contains(ear.Heard, message => message.Body.Contains($"{known}", StringComparison.Ordinal));   // what looks for them does find what is there
        Assert.NotEmpty(await PlainText.FindAsync(platform, [$"{known}"]));
        await Eventually.TrueAsync(() => Task.FromResult(collector.Heard("/people/"u8.ToArray()) && collector.Heard("http.server.request.duration"u8.ToArray())));

        return
        [
            .. await PlainText.FindAsync(platform, words),
            .. words.Where(word => ear.Heard.Any(message => Holds(message.Body, word))).Select(word => $"bus: {word}"),
            .. platform.Processes.SelectMany(process => words.Where(word => Holds(platform.LogOf(process), word)).Select(word => $"log of {process}: {word}")),
            .. words.Where(word => collector.Heard(Encoding.UTF8.GetBytes(word))).Select(word => $"traces or metrics: {word}"),
            .. words.Where(word => platform.Problems.Any(problem => Holds(problem, word))).Select(word => $"errors: {word}"),
        ];
    }

    private static bool Holds(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
