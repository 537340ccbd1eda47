using Npgsql;

namespace Platform.Identity;

/// <summary>Where the database is and as whom to enter it, from the settings <c>Database:*</c>.</summary>
public static class DatabaseSettings
{
    public static string Name(IConfiguration configuration) => configuration.Required("Database:Name");

    /// <summary>The database's name is also the prefix of its roles.</summary>
    public static string Role(IConfiguration configuration, string role) => $"{Name(configuration)}_{role}";

    public static string Password(IConfiguration configuration, string role) => configuration.Required($"Database:Passwords:{role}");

    public static NpgsqlConnectionStringBuilder For(IConfiguration configuration, string role) =>
        new(configuration.Required("Database:Server"))
        {
            Database = Name(configuration),
            Username = Role(configuration, role),
            Password = Password(configuration, role),
            ApplicationName = Role(configuration, role),
        };

    public static string Required(this IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } value ? value : throw new InvalidOperationException($"The setting {key} is missing.");
}
