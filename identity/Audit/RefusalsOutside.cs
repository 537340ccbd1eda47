using Npgsql;
using Platform.Access;

namespace Platform.Identity.Audit;

/// <summary>
/// Refusals at doors that are no routes of the API, as the token endpoint or a sign-in page: entered like those that are, under whom they were about
/// and, where that is known, their agency, whose auditors look for it. That they were entered is never why somebody is let in or kept waiting.
/// </summary>
public sealed partial class RefusalsOutside(ScopedDatabase database, IHttpContextAccessor http, ILogger<RefusalsOutside> logger)
{
    /// <summary>Enters a refusal.</summary>
    /// <param name="outcome">What kind, as <c>suspended</c>.</param>
    /// <param name="about">The user or client: who asked, or in whose name.</param>
    /// <param name="agency">Their agency; none where nobody of that id is known.</param>
    /// <param name="ct">Stops it.</param>
    public async Task EnterAsync(string outcome, Guid about, Guid? agency, CancellationToken ct)
    {
        if (http.HttpContext is null) return;   // a client of configuration is compared at the start
        try
        {
            await database.EnterRefusalAsync(outcome, agency is null ? Guid.Empty : about, agency ?? Guid.Empty, about, ct);
        }
        catch (NpgsqlException outage)
        {
            LogNotEntered(outcome, about, outage.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The refusal {Outcome} about {About} could not be entered in the audit ({Why})")]
    private partial void LogNotEntered(string outcome, Guid about, string why);
}
