using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Platform.Access;

/// <summary>The logins of a service. None of them owns anything.</summary>
public enum Login
{
    /// <summary>Requests.</summary>
    App,

    /// <summary>Consumers and clocks.</summary>
    Jobs,

    /// <summary>The outbox's relay.</summary>
    Relay,

    /// <summary>LISTEN only.</summary>
    Listener,

    /// <summary>The audit's sealer.</summary>
    Sealer,
}

/// <summary>Takes the data source of one login.</summary>
public sealed class FromLoginAttribute(Login login) : FromKeyedServicesAttribute(login);

/// <summary>A service's database, from the section <c>Database</c>.</summary>
public static class Logins
{
    internal static void AddLogins(this IServiceCollection services, IConfiguration configuration)
    {
        foreach (var login in Enum.GetValues<Login>())
        {
            services.AddKeyedSingleton(login, (_, _) => new NpgsqlDataSourceBuilder(ConnectionString(configuration, login)).Build());
        }
    }

    /// <summary>The connection string of a login.</summary>
    public static string ConnectionString(IConfiguration configuration, Login login)
    {
        var database = configuration.GetSection("Database");
        var word = login.ToString();
        return new NpgsqlConnectionStringBuilder(database["Server"])
        {
            Database = database["Name"],
            Username = $"{database["Name"]}_{word.ToLowerInvariant()}",
            Password = database[$"Passwords:{word}"],
            ApplicationName = $"{database["Name"]} {word.ToLowerInvariant()}",
            MaxPoolSize = login is Login.App ? 40 : login is Login.Jobs ? 20 : 4,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            Options = "-c plan_cache_mode=force_generic_plan",   // planning the policies takes longer than what they decide
            Timeout = 5,
            CommandTimeout = 15,
            IncludeErrorDetail = false,
        }.ConnectionString;
    }
}
