using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>
/// From "this client's secret leaked at noon" to who has to be told: what a caller or an agency really read or changed at this service in a time, from
/// the audit, and how much else they could have. Ids, instants and kinds of data, never what is in a record. Asking is entered, too.
/// </summary>
public static class Exposure
{
    /// <summary>What was read or changed, the last first.</summary>
    /// <param name="Items">One line for each person, or each referral.</param>
    /// <param name="Unread">How many more records they reach in that time, by the grants of now, and did not touch.</param>
    /// <param name="Next">Cursor of the next page, or null at the end.</param>
    public sealed record Answer<T>(IReadOnlyList<T> Items, long Unread, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

    /// <summary>A record that could have been read and was not.</summary>
    /// <param name="RecordId">Its id.</param>
    /// <param name="GivenAt">Since when it is open to them.</param>
    public sealed record Reached(Guid RecordId, DateTimeOffset GivenAt);

    private sealed record Whose(Guid AgencyId, Guid Subject, Guid[] Grantees);

    /// <summary>Maps <c>GET /operations/exposure</c> and, for auditors of the agency itself, <c>GET /operations/exposure/unread</c>.</summary>
    /// <param name="routes">The service's routes.</param>
    /// <param name="select">The service's lines, by <c>@agencyId, @caller, @byLead, @from, @until, @before, @beforeRecord, @limit</c>.</param>
    /// <param name="key">Where a line stands in the list.</param>
    public static void MapExposure<T>(this IEndpointRouteBuilder routes, string select, Func<T, (DateTimeOffset LastAt, Guid Record)> key)
    {
        routes.MapGet("/operations/exposure", (ExposureFilter asked, PageRequest page, ScopedDatabase database, Standings standings, CancellationToken ct) => HandleAsync(asked, page, database, standings, select, key, ct))
            .RequireAuthorization(Policies.AssessExposure).Audited(DataClass.Organisational).Produces<Answer<T>>();
        routes.MapGet("/operations/exposure/unread", ListUnreadAsync).RequireAuthorization(Policies.SearchAudit).Audited(DataClass.Organisational).Produces<Page<Reached>>();
    }

    private static async Task<IResult> HandleAsync<T>(
        ExposureFilter asked, PageRequest page, ScopedDatabase database, Standings standings, string select, Func<T, (DateTimeOffset LastAt, Guid Record)> key, CancellationToken ct)
    {
        if (!database.Caller.Is("auditor") && database.Caller.AgencyKind != "lead")
        {
            return Refusal.Forbidden;   // an agency's own administrators give access; its auditors look into what was done with it
        }

        if ((asked.Refusal ?? page.Refusal) is { } refusal)
        {
            return refusal;
        }

        if (WhoseOf(asked, database.Caller, standings.Current) is not { } whose)
        {
            return Refusal.NotFound;
        }

        await using var work = await database.BeginAsync(ct);
        var lines = await work.QueryAsync<T>(select, new { whose.AgencyId, asked.Caller, byLead = database.Caller.AdministersEveryone, asked.From, asked.Until, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        var unread = await work.QuerySingleOrDefaultAsync<long>(CountUnread, new { whose.Grantees, whose.AgencyId, asked.Caller, asked.From, asked.Until });
        work.AuditRecords([whose.Subject]);
        await work.CommitAsync();
        var shown = page.Of(lines, line => line, key);
        return Results.Ok(new Answer<T>(shown.Items, unread, shown.Next));
    }

    private static async Task<IResult> ListUnreadAsync(ExposureFilter asked, PageRequest page, ScopedDatabase database, Standings standings, CancellationToken ct)
    {
        if ((asked.Refusal ?? page.Refusal) is { } refusal)
        {
            return refusal;
        }

        if (WhoseOf(asked, database.Caller, standings.Current) is not { } whose || whose.AgencyId != database.Caller.Agency)
        {
            return Refusal.NotFound;
        }

        await using var work = await database.BeginAsync(ct);
        var reached = await work.QueryAsync<Reached>(SelectUnread, new { whose.Grantees, whose.AgencyId, asked.Caller, asked.From, asked.Until, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords([whose.Subject]);
        await work.CommitAsync();
        return Results.Ok(page.Of(reached, record => record, record => (record.GivenAt, record.RecordId)));
    }

    // the lead's administrators ask about everybody, auditors about their own agency
    private static Whose? WhoseOf(ExposureFilter asked, Caller asker, Standing standing)
    {
        var agencyId = asked.Agency ?? standing.Members.FirstOrDefault(member => member.MemberId == asked.Caller)?.AgencyId;
        return agencyId is { } found && standing.Agency(found) is not null && (found == asker.Agency || asker.AdministersEveryone)
            ? new Whose(found, asked.Caller ?? found, standing.GranteesOf(found, asked.Caller)) : null;
    }

    private const string CountUnread = "select count(*) from access.unread(@grantees, @agencyId, @caller, @from, @until)";

    private const string SelectUnread = """
        select record as record_id, given_at from access.unread(@grantees, @agencyId, @caller, @from, @until)
         where (given_at, record) < (@before, @beforeRecord) order by given_at desc, record desc limit @limit
        """;
}
