using Microsoft.EntityFrameworkCore;
using Npgsql;
using Platform.Access;

namespace Platform.Identity;

/// <summary>Registers the database for the stores: by the login and through the pool that requests have.</summary>
public static class DatabaseSetup
{
    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);   // tokens and sign-ins live in real time, also where a demonstration shifts the platform's clock
        builder.Services.AddSingleton(services => services.GetRequiredKeyedService<NpgsqlDataSource>(Login.App));
        builder.Services.AddDbContext<IdentityDatabase>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));
    }
}
