using Platform.Access;
using Platform.Contracts;
using Platform.Contracts.Identity.V1;
using Platform.Messaging;

namespace Platform.Identity.NotBefore;

/// <summary>Whoever follows the standing and the not-before list is told with the change's own commit; their poll is the net below.</summary>
internal static class Announcement
{
    private sealed record Standing(long Version, DateTimeOffset Now);

    /// <summary>The subject's older tokens are refused.</summary>
    public static Task AnnounceNotBeforeAsync(this Work work, Guid subject) =>
        work.AnnounceAsync((version, now) => new NotBeforeRaised { SubjectId = subject, SubjectVersion = version, OccurredAt = now });

    /// <summary>Announces what <paramref name="make" /> makes of the standing's new version and the time; after the change, which made that version.</summary>
    public static async Task AnnounceAsync<T>(this Work work, Func<int, DateTimeOffset, T> make)
        where T : class, IEvent
    {
        var standing = await work.QuerySingleOrDefaultAsync<Standing>("select version, clock_timestamp() as now from standing");
        work.Publish(make((int)standing!.Version, standing.Now));
    }
}
