using Npgsql;

namespace Platform.Referrals.Tests;

/// <summary>Holds a lock in the referrals' database, so that a request or a consumer stops at a known place until it is released.</summary>
public sealed class Interruption : IAsyncDisposable
{
    private readonly NpgsqlConnection holder;
    private readonly NpgsqlConnection watcher;

    private Interruption(NpgsqlConnection holder, NpgsqlConnection watcher) => (this.holder, this.watcher) = (holder, watcher);

    /// <summary>Stops submission, and the consumers of a withdrawal and of an unsafe contact, where they take the lock they share on a person.</summary>
    public static Task<Interruption> OnPersonAsync(RunningPlatform platform, Guid person) =>
        HoldAsync(platform, "select pg_advisory_xact_lock(('x' || right(replace($1::text, '-', ''), 16))::bit(64)::bigint)", person);

    /// <summary>Stops a move at its commit, when all that it asks of others was answered.</summary>
    public static Task<Interruption> OnCommitOfAsync(RunningPlatform platform, Guid referral) =>
        HoldAsync(platform, "select 1 from access.visible where record = $1 for update", referral);

    /// <summary>Stops a packet that follows where it is kept: it has been fetched, and its referral's row is held.</summary>
    public static Task<Interruption> OnPacketOfAsync(RunningPlatform platform, Guid referral) =>
        HoldAsync(platform, "select 1 from referral_packets where referral_id = $1 for update", referral);

    public Task SomebodyWaitsAsync(int atLeast = 1) => Eventually.TrueAsync(async () =>
    {
        await using var command = new NpgsqlCommand(
            """
            with recursive waiting(pid) as (
                select pid from pg_stat_activity where $1 = any (pg_blocking_pids(pid))
                union select a.pid from waiting w join pg_stat_activity a on w.pid = any (pg_blocking_pids(a.pid)))
            select count(*) from waiting
            """,
            watcher)
        { Parameters = { new() { Value = holder.ProcessID } } };
        return (long)(await command.ExecuteScalarAsync())! >= atLeast;
    });

    /// <summary>Lets go; what waited goes on in the order in which it came.</summary>
    public async ValueTask DisposeAsync()
    {
        await holder.DisposeAsync();
        await watcher.DisposeAsync();
    }

    private static async Task<Interruption> HoldAsync(RunningPlatform platform, string sql, Guid id)
    {
        var holder = await platform.OpenDatabaseAsync("referrals");
        await holder.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, holder) { Parameters = { new() { Value = id } } };
        await command.ExecuteNonQueryAsync();
        return new Interruption(holder, await platform.OpenDatabaseAsync("referrals"));
    }
}
