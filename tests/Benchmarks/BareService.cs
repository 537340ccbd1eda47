using System.Reflection;
using Npgsql;
using Platform.Access;

namespace Platform.Benchmarks;

/// <summary>The bare Kestrel host, behind the same identity as the platform, at the address where the gateway looks for its bench backend.</summary>
public sealed class BareService : IAsyncDisposable
{
    private readonly OwnDatabase database;
    private readonly Child child;

    private BareService(OwnDatabase database, Child child) => (this.database, this.child) = (database, child);

    public Uri Address => child.Address;

    public static async Task<BareService> StartAsync(Bench bench, Caller? lists = null)
    {
        var platform = await bench.PlatformAsync();
        var database = await OwnDatabase.MakeAsync(bench.Servers, "bare", Assembly.GetExecutingAssembly());
        var settings = platform.SettingsOf("referrals");
        settings["Bench__Rows"] = Logins.ConnectionString(database.Configuration, Login.App);
        settings["Bench__List"] = new NpgsqlConnectionStringBuilder(bench.Servers.Postgres) { Database = platform.NameOf("referrals"), MaxAutoPrepare = 200, AutoPrepareMinUsages = 2, MaxPoolSize = 40 }.ConnectionString;
        settings["Bench__Grantees"] = lists is null ? "" : string.Join(',', lists.Grantees());
        return new BareService(database, await Child.StartAsync("bare", settings, bench.Backend));
    }

    public async ValueTask DisposeAsync()
    {
        await child.DisposeAsync();
        await database.DisposeAsync();
    }
}
