namespace Platform.Benchmarks.Serving;

/// <summary>The parts that run as processes of their own, so that their CPU is told apart.</summary>
public static class Parts
{
    public static async Task<int> ServeAsync(string part)
    {
        await (part.Split(':') switch
        {
            ["relay", _] => RelayAlone.RunAsync(),
            ["records", var way] => Records.RunAsync(way),
            ["projection", var way] => Projection.RunAsync(way),
            ["bare"] => BareHost.RunAsync(),
            ["file"] => UnauditedFile.RunAsync(),
            _ => throw new ArgumentException($"There is no part {part}.", nameof(part)),
        });
        return 0;
    }
}
