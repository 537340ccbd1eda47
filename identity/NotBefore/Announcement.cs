using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Contracts.Identity.V1;
using Platform.Messaging;

namespace Platform.Identity.NotBefore;

/// <summary>Whoever follows the standing and the not-before list is told with the change's own commit; their poll is the net below.</summary>
internal static class Announcement
{
    /// <summary>The subject's older tokens are refused.</summary>
    public static Task AnnounceNotBeforeAsync(this NpgsqlConnection connection, Guid subject, CancellationToken ct) =>
        connection.AnnounceAsync((version, now) => new NotBeforeRaised { SubjectId = subject, SubjectVersion = version, OccurredAt = now }, ct);

    /// <summary>Announces what <paramref name="make" /> makes of the standing's new version and the time.</summary>
    public static async Task AnnounceAsync<T>(this NpgsqlConnection connection, Func<int, DateTimeOffset, T> make, CancellationToken ct)
        where T : class, IEvent
    {
        var (version, now) = await connection.QuerySingleAsync<(long, DateTime)>(new CommandDefinition("select version, clock_timestamp() from standing", cancellationToken: ct));
        await connection.AnnounceAsync(make((int)version, new DateTimeOffset(now)), ct);
    }
}
