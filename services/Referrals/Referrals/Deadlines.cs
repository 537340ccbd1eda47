using Platform.Contracts.Codes;

namespace Platform.Referrals.Referrals;

/// <summary>The two clocks of a priority, in hours from sending: programme defaults, from priority.csv.</summary>
internal static class Deadlines
{
    public const string Acknowledge = "acknowledge";

    public const string Decide = "decide";

    public static (DateTimeOffset AcknowledgeBy, DateTimeOffset RespondBy) Of(string priority, DateTimeOffset sentAt)
    {
        var row = CodeList.Priorities[priority];
        return (sentAt.AddHours(row.Number("acknowledge_hours")), sentAt.AddHours(row.Number("decide_hours")));
    }

    /// <summary>When a clock's next level is reached: its end, then one and a half times its length.</summary>
    public static DateTimeOffset? NextLevel(int reached, DateTimeOffset startedAt, DateTimeOffset dueAt) =>
        reached == 1 ? startedAt + ((dueAt - startedAt) * 1.5) : null;
}
