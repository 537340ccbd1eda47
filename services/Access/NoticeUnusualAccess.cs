using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Access;

/// <summary>What the audit shows of a caller in an hour, noticed once.</summary>
/// <param name="NoticeId">Its id.</param>
/// <param name="Caller">The user or client.</param>
/// <param name="Agency">Their agency.</param>
/// <param name="Kind">many-records, out-of-area, after-reassignment or many-refused.</param>
/// <param name="Records">How many records, or attempts, it was about.</param>
/// <param name="Since">The hour's first instant.</param>
/// <param name="Until">Its last: when it was noticed.</param>
public sealed record UnusualAccess(Guid NoticeId, Guid Caller, Guid Agency, string Kind, int Records, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>Tells others, with the notice's own commit.</summary>
public delegate void AnnounceUnusualAccess(Work work, UnusualAccess noticed);

/// <summary>From how many in an hour on it is unusual; the section <c>UnusualAccess</c>. Design values.</summary>
public sealed class UnusualAccessOptions
{
    /// <summary>Files and packets read or changed by one person.</summary>
    public int Records { get; init; } = 500;

    /// <summary>The same by an agency's system, behind which all of its people work.</summary>
    public int RecordsOfSystems { get; init; } = 5000;

    /// <summary>Files and packets of areas that are not the caller's.</summary>
    public int OutOfArea { get; init; } = 10;

    /// <summary>Attempts to read what was the caller's before and is not any more.</summary>
    public int Taken { get; init; } = 3;

    /// <summary>Records asked for that are not there for the caller: ids that are guessed.</summary>
    public int Refused { get; init; } = 50;

    /// <summary>How often it is looked for.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>
/// Looks through the last hour of the audit for what a caller's work does not explain: many records, records out of their areas, records that were in their
/// hands before, many that are not there. No read waits for it. Once for each caller and kind in an hour, whichever replica sees it.
/// </summary>
internal sealed class NoticeUnusualAccess(
    JobDatabase database, Standings standings, AnnounceUnusualAccess announce, AreasOfRecords areas, UnusualAccessOptions from, ILogger<NoticeUnusualAccess> logger) : Recurring(from.Every, logger)
{
    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        var members = standings.Current.Members;
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<bool>(Alone) is false)
        {
            return 0;   // another replica is at it
        }

        var limited = members.Where(member => member.AreaCodes.Count > 0 && !member.AreaCodes.Contains("*")).SelectMany(member => member.AreaCodes.Select(area => (member.MemberId, Area: area))).ToList();
        var noticed = await work.QueryAsync<UnusualAccess>($"{Lately} {FoundIn(areas.Sql)} {Keep}", new
        {
            from.Records,
            from.RecordsOfSystems,
            from.OutOfArea,
            from.Taken,
            from.Refused,
            systems = members.Where(member => member.Kind == "client").Select(member => member.MemberId).ToArray(),
            limited = limited.Select(member => member.MemberId).ToArray(),
            areas = limited.Select(member => member.Area).ToArray(),
        });
        noticed.ForEach(unusual => announce(work, unusual));
        await work.CommitAsync();
        return 0;   // what is noticed is noticed all at once
    }

    private const string Alone = "select pg_try_advisory_xact_lock(hashtextextended('unusual-access', 0))";

    // by the audit's own clock
    private const string Lately = """
        with lately as materialized (
            select a.entry, a.caller, a.agency, a.outcome, r.record
              from access.audit a cross join unnest(a.records) as r(record)
             where a.at > now() - interval '1 hour' and a.agency <> '00000000-0000-0000-0000-000000000000'
               and (a.outcome = 'not-found' or (a.outcome = 'allowed' and a.data_class in ('identity', 'packet')))),
        """;

    // each record that was not there is looked up once for a caller, by the record and by nothing else, however often it was asked for: who asks ten thousand times must not outrun this
    private static string FoundIn(string areas) => $"""
        found as (
            select caller, agency, 'many-records' as kind, count(distinct record)::int as records from lately
             where outcome = 'allowed'
             group by caller, agency having count(distinct record) >= case when caller = any (@systems) then @recordsOfSystems else @records end
            union all
            select l.caller, l.agency, 'out-of-area', count(distinct l.record)::int from lately l join ({areas}) f on f.record = l.record
             where l.outcome = 'allowed' and l.caller = any (@limited)
               and not exists (select 1 from unnest(@limited, @areas) as theirs(caller, area) where theirs.caller = l.caller and starts_with(f.area_code, theirs.area))
             group by l.caller, l.agency having count(distinct l.record) >= @outOfArea
            union all
            select r.caller, r.agency, 'after-reassignment', sum(later.attempts)::int
              from (select caller, agency, record, array_agg(distinct entry) as entries from lately where outcome = 'not-found' group by caller, agency, record) r
             cross join lateral (
                   select min(b.entry + 0) as entry from access.audit b
                    where access.names(b.records, r.record) and (b.caller = r.caller) is true and b.outcome = 'allowed' and b.entry < (select max(e) from unnest(r.entries) as e)) had
             cross join lateral (select count(*) as attempts from unnest(r.entries) as e where e > had.entry) later
             group by r.caller, r.agency having sum(later.attempts) >= @taken
            union all
            select caller, agency, 'many-refused', count(distinct record)::int from lately
             where outcome = 'not-found'
             group by caller, agency having count(distinct record) >= @refused)
        """;

    // what was noticed less than an hour ago is not noticed again: no two notices of a kind rest on the same reads
    private const string Keep = """
        insert into access.unusual (notice_id, caller, agency, kind, records, since, until)
        select gen_random_uuid(), f.caller, f.agency, f.kind, f.records, now() - interval '1 hour', now() from found f
         where not exists (select 1 from access.unusual u where u.caller = f.caller and u.kind = f.kind and u.until > now() - interval '1 hour')
        returning notice_id, caller, agency, kind, records, since, until
        """;
}

/// <summary>Where the service says in which area a record is: a query of <c>record</c> and <c>area_code</c>.</summary>
internal sealed record AreasOfRecords(string Sql);

/// <summary>Adds it to a process.</summary>
public static class UnusualAccessRegistration
{
    /// <summary>Looks for unusual access in this service's audit.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="announce">How others learn of it.</param>
    /// <param name="areasOfRecords">A query of <c>record</c> and <c>area_code</c>, for the login of the service's jobs.</param>
    public static void AddUnusualAccess(this WebApplicationBuilder builder, AnnounceUnusualAccess announce, string areasOfRecords)
    {
        builder.Services.AddSingleton(announce);
        builder.Services.AddSingleton(new AreasOfRecords(areasOfRecords));
        builder.Services.AddSingleton(builder.Configuration.GetSection("UnusualAccess").Get<UnusualAccessOptions>() ?? new UnusualAccessOptions());
        builder.Services.AddHostedService<NoticeUnusualAccess>();
    }
}
