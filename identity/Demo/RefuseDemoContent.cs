using Dapper;
using Npgsql;

namespace Platform.Identity.Demo;

/// <summary>Demo users have passwords that everybody can read in the README: outside Development a process with them does not start.</summary>
public static partial class RefuseDemoContent
{
    public static async Task<bool> AppliesAsync(WebApplication app, CancellationToken ct)
    {
        if (app.Environment.IsDevelopment()) return false;

        await using var connection = await app.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(ct);
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Present, cancellationToken: ct))) return false;

        LogRefused(app.Logger, app.Environment.EnvironmentName);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "This database holds demo content, and the environment is {Environment}: not starting. Demo content is for Development only")]
    private static partial void LogRefused(ILogger logger, string environment);

    private const string Present = """
        select exists (select from agencies where demo) or exists (select from agreements where demo)
            or exists (select from users where demo) or exists (select from clients where demo)
        """;
}
