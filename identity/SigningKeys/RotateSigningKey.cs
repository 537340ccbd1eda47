using Npgsql;

namespace Platform.Identity.SigningKeys;

/// <summary>
/// <c>dotnet Platform.Identity.dll rotate-signing-key</c>: publishes the next signing key. It signs once everybody has had time to
/// fetch it; the one before is retired then, and still checks what it signed. No process restarts.
/// </summary>
public static partial class RotateSigningKey
{
    public static async Task RunAsync(IServiceProvider services, ILogger logger, CancellationToken ct)
    {
        var (keyId, signsFrom) = await MakeSigningKey.NextAsync(
            services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<SigningKeySettings>(), ct);
        LogPublished(logger, keyId, signsFrom);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Published signing key {KeyId}; it signs from {SignsFrom:O}")]
    private static partial void LogPublished(ILogger logger, string keyId, DateTime signsFrom);
}
