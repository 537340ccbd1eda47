using Platform.Access;
using Platform.Identity.Audit;
using Platform.Identity.Demo;
using Platform.Identity.SigningKeys;
using Platform.Identity.Users;
using Platform.Messaging;

namespace Platform.Identity;

/// <summary>What <c>dotnet Platform.Identity.dll {command}</c> does instead of serving.</summary>
public static partial class Command
{
    /// <summary>The exit code where there is nothing to serve, or must not be; null to go on and serve.</summary>
    public static async Task<int?> RunAsync(string[] args, WebApplication app)
    {
        var ct = app.Lifetime.ApplicationStopping;
        try
        {
            switch (args)
            {
                case ["migrate"]:
                    await Migrator.MigrateAsync(app.Configuration, typeof(Work).Assembly, typeof(Outbox).Assembly, typeof(Command).Assembly);
                    if (app.Environment.IsDevelopment()) await CreateDemoContent.RunAsync(app.Services, ct);
                    return 0;
                case ["bootstrap", .. var arguments]:
                    return await Bootstrap.RunAsync(app.Services, arguments, Console.Out, ct);
                case ["rotate-signing-key"]:
                    await RotateSigningKey.RunAsync(app.Services, app.Logger, ct);
                    return 0;
                case ["verify-audit"]:
                    return await VerifyAudit.RunAsync(app.Configuration, Console.Out, ct);
                default:
                    return await RefuseDemoContent.AppliesAsync(app, ct) ? 1 : null;
            }
        }
        catch (Exception failure)
        {
            LogFailed(app.Logger, failure);
            return 1;
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Failed")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
