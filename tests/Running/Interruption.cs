using Npgsql;

namespace Platform.Tests.Running;

/// <summary>Holds a lock in a service's database, by default the referrals', so that a request or a consumer stops at a known place until it is released.</summary>
public sealed class Interruption : IAsyncDisposable
{
    private readonly NpgsqlConnection holder;
    private readonly NpgsqlConnection watcher;

    private Interruption(NpgsqlConnection holder, NpgsqlConnection watcher) => (this.holder, this.watcher) = (holder, watcher);

    /// <summary>Stops submission, and the consumers of a withdrawal and of an unsafe contact, where they take the lock they share on a person.</summary>
    public static Task<Interruption> OnPersonAsync(RunningPlatform platform, Guid person) =>
        HoldAsync(platform, "select pg_advisory_xact_lock(('x' || right(replace($1::text, '-', ''), 16))::bit(64)::bigint)", person);

    /// <summary>Stops a move before it has looked at the referral for good, and a consumer that looks for it.</summary>
    public static Task<Interruption> OnReferralAsync(RunningPlatform platform, Guid referral) =>
        HoldAsync(platform, "select 1 from referrals where referral_id = $1 for update", referral);

    /// <summary>Stops a move, or a consumer's, in its commit, when all that it asks of others was answered.</summary>
    public static Task<Interruption> OnCommitOfAsync(RunningPlatform platform, Guid referral) =>
        HoldAsync(platform, "select 1 from access.visible where record = $1 for update", referral);

    /// <summary>Stops a packet that follows where it is kept: it has been fetched, and its referral's row is held.</summary>
    public static Task<Interruption> OnPacketOfAsync(RunningPlatform platform, Guid referral) =>
        HoldAsync(platform, "select 1 from referral_packets where referral_id = $1 for update", referral);

    /// <summary>Holds what a statement locks.</summary>
    public static async Task<Interruption> HoldAsync(RunningPlatform platform, string sql, Guid? id = null, string service = "referrals")
    {
        var holder = await platform.OpenDatabaseAsync(service);
        await holder.BeginTransactionAsync();
        var interruption = new Interruption(holder, await platform.OpenDatabaseAsync(service));
        await interruption.DoAsync(sql, id);
        return interruption;
    }

    public Task SomebodyWaitsAsync(int atLeast = 1) => Eventually.TrueAsync(async () => await CountAsync($"{Waiting} select count(*) from waiting") >= atLeast);

    /// <summary>Ends the sessions of those who wait, as a server does that has lost them.</summary>
    public async Task EndWhoWaitsAsync()
    {
        await SomebodyWaitsAsync();
        await CountAsync($"{Waiting} select count(pg_terminate_backend(pid)) from waiting");
        await Eventually.TrueAsync(async () => await CountAsync($"{Waiting} select count(*) from waiting") == 0);
    }

    /// <summary>Does something meanwhile, which stands when this is committed.</summary>
    public async Task DoAsync(string sql, Guid? id = null)
    {
        await using var command = new NpgsqlCommand(sql, holder);
        if (id is { } value)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    public Task CommitAsync() => DoAsync("commit");

    /// <summary>Lets go; what waited goes on in the order in which it came.</summary>
    public async ValueTask DisposeAsync()
    {
        await holder.DisposeAsync();
        await watcher.DisposeAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, watcher) { Parameters = { new() { Value = holder.ProcessID } } };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private const string Waiting = """
        with recursive waiting(pid) as (
            select pid from pg_stat_activity where $1 = any (pg_blocking_pids(pid))
            union select a.pid from waiting w join pg_stat_activity a on w.pid = any (pg_blocking_pids(a.pid)))
        """;
}
