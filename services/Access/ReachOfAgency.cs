using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>
/// For who reviews an agency's access: how many records of this service it reaches now and why, how many of these ways end soon, and what it
/// did here in the last 90 days. Numbers, never a record.
/// </summary>
public static class ReachOfAgency
{
    /// <summary>How far back use is counted.</summary>
    public const int Days = 90;

    /// <summary>Records reached for one cause.</summary>
    /// <param name="Because">ownership, assignment, supervision, oversight, referral or handover.</param>
    /// <param name="Records">How many.</param>
    /// <param name="EndingSoon">How many of them no longer in 30 days.</param>
    /// <param name="FirstEnd">When the first of them ends.</param>
    public sealed record Reached(string Because, long Records, long EndingSoon, DateTimeOffset? FirstEnd);

    /// <summary>What was done, by kind of data and how it came out.</summary>
    /// <param name="DataClass">identity, contact, consent …; none where there is none.</param>
    /// <param name="Outcome">allowed, or the kind of refusal.</param>
    /// <param name="Times">How often.</param>
    /// <param name="Callers">By how many people and systems.</param>
    /// <param name="LastAt">The last time.</param>
    public sealed record Used(string? DataClass, string Outcome, long Times, long Callers, DateTimeOffset LastAt);

    /// <summary>Of one service.</summary>
    public sealed record Answer(IReadOnlyList<Reached> Reaches, IReadOnlyList<Used> UsedInNinetyDays);

    /// <summary>Maps the route.</summary>
    public static void MapReach(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/operations/reach", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational).Produces<Answer>();

    private static async Task<IResult> HandleAsync(Guid? agency, ScopedDatabase database, Standings standings, CancellationToken ct)
    {
        if (agency is not { } agencyId)
        {
            return Refusal.Field("$.agency", Texts.In("Which agency's.", "لأي وكالة.", "De quelle agence."));
        }

        if (standings.Current.Agency(agencyId) is null)
        {
            return Refusal.NotFound;
        }

        await using var work = await database.BeginAsync(ct);
        var reaches = await work.QueryAsync<Reached>(Reach, new { grantees = standings.Current.GranteesNowOf(agencyId) });
        var used = await work.QueryAsync<Used>(Use, new { agencyId, days = Days });
        work.AuditRecords([agencyId]);
        await work.CommitAsync();
        return Results.Ok(new Answer(reaches, used));
    }

    private const string Reach = "select because, records, ending_soon, first_end from access.reach(@grantees)";

    /// <summary>What an agency did in this service: rows of <see cref="Used" />.</summary>
    public const string Use = "select data_class, outcome, times, callers, last_at from access.used(@agencyId, access.now() - make_interval(days => @days))";
}
