using Npgsql;

namespace Platform.Messaging;

/// <summary>
/// Which lanes this relay publishes: each lane has at most one relay at a time (an advisory lock of the relay's session,
/// gone when the session is), and living relays share them evenly.
/// </summary>
internal sealed class LaneLeases(NpgsqlConnection session) : IAsyncDisposable
{
    private const int LockSpace = 0x0B05;
    private readonly Guid relay = Guid.CreateVersion7();
    private readonly HashSet<short> held = [];

    public IReadOnlySet<short> Held => held;

    /// <summary>Takes free lanes up to a fair share, and gives up what is above it.</summary>
    public async Task<IReadOnlySet<short>> ShareAsync(CancellationToken ct)
    {
        await using var beat = new NpgsqlCommand(Beat, session) { Parameters = { new() { Value = relay } } };
        var alive = Math.Max(1, Convert.ToInt32(await beat.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture));
        var share = (Wire.Lanes + alive - 1) / alive;
        while (held.Count > share)
        {
            var surplus = held.Max();
            await using var release = new NpgsqlCommand("select pg_advisory_unlock($1, $2)", session) { Parameters = { new() { Value = LockSpace }, new() { Value = (int)surplus } } };
            await release.ExecuteScalarAsync(ct);
            held.Remove(surplus);
        }

        for (short lane = 0; lane < Wire.Lanes && held.Count < share; lane++)
        {
            if (held.Contains(lane))
            {
                continue;
            }

            await using var take = new NpgsqlCommand("select pg_try_advisory_lock($1, $2)", session) { Parameters = { new() { Value = LockSpace }, new() { Value = (int)lane } } };
            if (await take.ExecuteScalarAsync(ct) is true)
            {
                held.Add(lane);
            }
        }

        return new HashSet<short>(held);
    }

    /// <summary>Says goodbye, so that others take over at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (session.State == System.Data.ConnectionState.Open)
        {
            await using var leave = new NpgsqlCommand("delete from messaging.relays where relay = $1", session) { Parameters = { new() { Value = relay } } };
            await leave.ExecuteNonQueryAsync();
        }
    }

    private const string Beat = """
        with gone as (delete from messaging.relays where seen_at < now() - interval '5 seconds' and relay <> $1),
        beat as (insert into messaging.relays values ($1, now()) on conflict (relay) do update set seen_at = now())
        select 1 + count(*)::int from messaging.relays where seen_at >= now() - interval '5 seconds' and relay <> $1
        """;
}
