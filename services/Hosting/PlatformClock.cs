using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Platform.Hosting;

/// <summary>
/// The process's time. In Development a file named by <c>Clock:File</c> may hold an offset (<c>02:00:00</c>), so that a
/// clock of days can be shown in seconds; anywhere else it is the system's.
/// </summary>
public sealed class PlatformClock : TimeProvider
{
    private const long ReadAgainAfter = 250;   // milliseconds

    private readonly string file;
    private long readAt = -ReadAgainAfter;
    private TimeSpan offset;

    private PlatformClock(string file) => this.file = file;

    /// <summary>The clock that the configuration and the environment allow.</summary>
    public static TimeProvider From(IConfiguration configuration, IHostEnvironment environment) =>
        environment.IsDevelopment() && configuration["Clock:File"] is { Length: > 0 } file ? new PlatformClock(file) : System;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset();

    private TimeSpan Offset()
    {
        if (Environment.TickCount64 - readAt < ReadAgainAfter)
        {
            return offset;
        }

        readAt = Environment.TickCount64;
        return offset = File.Exists(file) && TimeSpan.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var read) ? read : TimeSpan.Zero;
    }
}
