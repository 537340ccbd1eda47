using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Platform.Identity;

/// <summary>Registers the database: one pool of connections, for plain SQL and for the stores.</summary>
public static class DatabaseSetup
{
    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks().AddCheck<DatabaseAnswers>("database");
        builder.Services.AddSingleton(services => NpgsqlDataSource.Create(DatabaseSettings.For(services.GetRequiredService<IConfiguration>(), "app")));
        builder.Services.AddDbContext<IdentityDatabase>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));
    }
}
