using System.Globalization;

namespace Platform.Demo;

/// <summary>The day in numbers.</summary>
public static class Summary
{
    private static readonly string[] States = ["closed", "accepted", "acknowledged", "sent", "rejected", "returned", "revoked by the sender", "revoked: consent withdrawn"];
    private static readonly string[] Ended = ["closed", "rejected", "returned", "revoked by the sender", "revoked: consent withdrawn"];

    /// <summary>Prints it. False where an ended referral can still be read by its receiver, or an accepted one cannot.</summary>
    public static bool Print(Results results, Door door)
    {
        var endings = results.Endings;
        var seconds = TimeProvider.System.GetElapsedTime(results.Started).TotalSeconds;
        Say();
        Say($"A day in the field: {Plan.Agencies.Length} agencies, in {seconds:0} s. Every person in it is invented.");
        Say();
        Line("people registered", results.People);
        Line("consents given", results.Consents);
        Line("consents withdrawn", results.ConsentsWithdrawn);
        Line("referrals sent", endings.Count, $"emergency {Of("emergency")}, urgent {Of("urgent")}, normal {Of("normal")}");
        Say();
        foreach (var state in States)
        {
            Line($"  {state}", endings.Count(ending => ending.State == state));
        }

        foreach (var other in endings.Where(ending => !States.Contains(ending.State)).GroupBy(ending => ending.State))
        {
            Line($"  {other.Key}", other.Count());
        }

        Say();
        Line("acknowledged", endings.Count(ending => ending.ToAcknowledgement is not null), $"{Share(ending => ending.ToAcknowledgement is not null)} of all");
        Line("accepted", endings.Count(ending => ending.ToAcceptance is not null), $"{Share(ending => ending.ToAcceptance is not null)} of all");
        Line("outcomes reported", results.Outcomes);
        Line("rejected and referred again", results.ReferredAgain);
        Say();
        Line("median, sent to acknowledged", Median(endings.Select(ending => ending.ToAcknowledgement?.TotalSeconds)), "s");
        Line("median, sent to accepted", Median(endings.Select(ending => ending.ToAcceptance?.TotalSeconds)), "s");

        var durations = door.Durations.Order().ToArray();
        Line("calls over the gateway", durations.Length, $"{durations.Length / seconds:0} a second; median {At(0.5):0} ms, 95 % under {At(0.95):0} ms; asked to wait {door.Waits} times");
        Say();

        var leaks = endings.Count(ending => Ended.Contains(ending.State) && ending.Reads);
        var blind = endings.Count(ending => ending.State == "accepted" && !ending.Reads);
        Line("ended, and still readable by the receiver", leaks, leaks == 0 ? "as it must be" : "MUST BE 0");
        Line("accepted, and not readable by the receiver", blind, blind == 0 ? "as it must be" : "MUST BE 0");
        return leaks == 0 && blind == 0;

        int Of(string priority) => endings.Count(ending => ending.Priority == priority);
        string Share(Func<Results.Ending, bool> which) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * endings.Count(which) / Math.Max(1, endings.Count):0} %");
        double At(double share) => durations.Length == 0 ? 0 : durations[(int)((durations.Length - 1) * share)];
    }

    private static double Median(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().Order().ToArray();
        return known.Length == 0 ? 0 : Math.Round(known[known.Length / 2], 2);
    }

    private static void Line(string what, double number, string? more = null) =>
        Say(string.Create(CultureInfo.InvariantCulture, $"  {what,-44} {number,6:0.##}   {more}").TrimEnd());

    private static void Say(string text = "") => Console.WriteLine(text);
}
