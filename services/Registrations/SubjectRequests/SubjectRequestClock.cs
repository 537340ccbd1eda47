namespace Platform.Registrations.SubjectRequests;

/// <summary>By when a request is answered and who is told before: design values, as the sources name a clock and no length (domain.md §10.5).</summary>
internal static class SubjectRequestClock
{
    private const int RemindDaysBefore = 7;

    /// <summary>From the day it was asked; <c>Registrations:SubjectRequestsDays</c>, 30 without it.</summary>
    public static int DaysToAnswer(IConfiguration configuration) => Math.Clamp(configuration.GetValue("Registrations:SubjectRequestsDays", 30), 1, 365);

    /// <summary>When who keeps the file is reminded.</summary>
    public static DateTimeOffset RemindAt(DateOnly dueOn) => Midnight(dueOn.AddDays(-RemindDaysBefore));

    /// <summary>When it is overdue.</summary>
    public static DateTimeOffset OverdueAt(DateOnly dueOn) => Midnight(dueOn.AddDays(1));

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
