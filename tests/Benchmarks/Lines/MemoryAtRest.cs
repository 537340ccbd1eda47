using System.Globalization;

namespace Platform.Benchmarks.Lines;

/// <summary>Line 12: the proportional set size of the platform's processes, a while after they were ready, when nobody asks anything.</summary>
public static class MemoryAtRest
{
    private const double Goal = 600;

    public static async Task RunAsync(Bench bench)
    {
        await Bench.StepAsync("the platform starts", bench.PlatformAsync);
        await Task.Delay(bench.Time(10));
        var memory = Processes.Memory();
        var together = memory.Values.Sum();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"line 12  memory at rest, {memory.Count} of the eight processes: {together:0} MB  goal ≤ {Goal} MB for eight, {Goal * memory.Count / 8:0} MB for these  {(together <= Goal * memory.Count / 8 ? "met" : "missed")}"));
        Bench.Note(string.Join(", ", memory.OrderByDescending(entry => entry.Value).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value:0} MB"))));
        if (together > Goal * memory.Count / 8)
        {
            Bench.Note("next idea: DOTNET_GCConserveMemory=5 and DOTNET_TieredPGO=0 in the processes' settings; a lower DOTNET_GCgen0size; ReadyToRun images, whose code is shared and not compiled into each");
        }
    }
}
