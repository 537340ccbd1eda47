using Platform.Demo;

if (args is not [var address] || !Uri.TryCreate(address, UriKind.Absolute, out var gateway))
{
    Console.Error.WriteLine("usage: Platform.Demo <address of the gateway>");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
using var door = new Door(gateway);
try
{
    var day = new Day(door, Plan.Of(people: 200));
    await day.RunAsync(stop.Token);
    return Summary.Print(day.Results, door) ? 0 : 1;
}
catch (RefusedException refused)
{
    Console.Error.WriteLine($"\nThe platform refused what the demo expected to be allowed.\n{refused.Message}");
    return 1;
}
catch (HttpRequestException failure)
{
    Console.Error.WriteLine($"\n{gateway} does not answer ({failure.Message}). ./platform up starts the platform.");
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("\nStopped. What was sent until now stays on the platform.");
    return 130;
}
