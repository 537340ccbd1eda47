using System.Text.Json;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.People;
using Platform.Registrations.Statuses;

namespace Platform.Registrations.Statistics;

/// <summary>
/// Makes the figures of a month some days after it is over, once: whole or not at all, and never anew, whatever is recorded late. It opens who was registered to count them, enters that
/// in the audit in the service's own name, and keeps nothing but what is published. One replica at a time.
/// </summary>
public sealed class MakeMonth(JobDatabase database, KeyStore keys, Standings standings, IConfiguration configuration, ILogger<MakeMonth> logger) : Recurring(TimeSpan.FromSeconds(5), logger)
{
    /// <summary>The name under which the 5W table is kept.</summary>
    internal const string FiveW = "5w";

    private const int AtOnce = 500;

    private static readonly long OneAtATime = Grantee.Number(Grantee.NameBased(Guid.Empty, "make-statistics"));

    private readonly int wait = configuration.GetValue("Statistics:DaysAfterMonth", 5);

    private sealed record Due(DateOnly Month);

    private sealed record Registered(Guid PersonId, Guid AgencyId, string AreaCode, string Setting, DateOnly RegisteredOn, byte[] Sealed, byte[][] Statuses);

    private sealed record Done(string Activity, Guid AgencyId, string AreaCode, string? SiteType, string? Access, int? Total, string? Cells);

    /// <summary>So many of a sex, grown up or not, as any of the counts says it.</summary>
    private sealed record Cell(string? Sex, string? AgeBand, bool? Child, int? Number)
    {
        public string? Group => (Sex, Child ?? (AgeBand is null ? null : CodeList.AgeBands[AgeBand].Says("minor"))) switch
        {
            ("female", false) => "women",
            ("female", true) => "girls",
            ("male", false) => "men",
            ("male", true) => "boys",
            _ => null,
        };
    }

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        work.LockFirst(OneAtATime);
        if ((await work.QueryAsync<Due>("select month from statistics_due() as month where month is not null")).SingleOrDefault() is not { } due || work.Now < FirstDayAfter(due.Month).AddDays(wait))
        {
            return 0;
        }

        var people = await work.QueryAsync<Registered>(People);
        var counted = new Counted(await OpenAsync(people, ct), [.. (await work.QueryAsync<Done>(Field)).Select(EventOf)]);
        var made = MonthlyTables.Of(counted, CodeList.Adm2.Codes);
        work.Update("insert into statistics_months (month, made_at) values (@month, access.now())", new { due.Month });
        foreach (var table in made.Tables)
        {
            Keep(table.Name, table);
        }

        Keep(FiveW, new FiveWTable([.. made.FiveW.Select(line => line.Agency).Distinct().Select(NameOf)], made.FiveW));
        foreach (var opened in people.Select(person => person.PersonId).Chunk(AtOnce))
        {
            work.Enter("make-statistics", DataClass.Identity, opened);
        }

        await work.CommitAsync();
        return 1;

        void Keep<T>(string name, T body) =>
            work.Update("insert into statistics_tables (month, name, body) values (@month, @name, @body::jsonb)", new { due.Month, name, body = JsonSerializer.Serialize(body, PlatformHost.Json) });
    }

    private static DateTimeOffset FirstDayAfter(DateOnly month) => new(month.AddMonths(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Opens each to see what is counted of them; of who was erased meanwhile there is nothing to open.</summary>
    private async Task<List<Counted.Person>> OpenAsync(List<Registered> people, CancellationToken ct)
    {
        var opened = new List<Counted.Person>();
        foreach (var some in people.Chunk(AtOnce))
        {
            var keyOf = await keys.GetAsync([.. some.Select(person => person.PersonId)], ct);
            opened.AddRange(some.Where(person => keyOf.ContainsKey(person.PersonId)).Select(person =>
            {
                var key = keyOf[person.PersonId];
                var identity = key.Open<Identity>(Identity.Package, person.Sealed);
                return new Counted.Person(
                    person.AgencyId, Pcode.Adm2Of(person.AreaCode), identity.Sex, identity.AgeBandOn(person.RegisteredOn), person.Setting,
                    [.. person.Statuses.Select(status => key.Open<StatusView.Said>(StatusView.Said.Name, status).Status)]);
            }));
        }

        return opened;
    }

    private static Counted.Event EventOf(Done done)
    {
        var cells = done.Cells is null ? [] : JsonSerializer.Deserialize<List<Cell>>(done.Cells, PlatformHost.Json) ?? [];
        var groups = FieldTables.Groups.ToDictionary(group => group, group => cells.Where(cell => cell.Group == group).Sum(cell => cell.Number ?? 0));
        var total = done.Total ?? cells.Sum(cell => cell.Number ?? 0);   // what was recorded before there was a total is the sum of its parts
        return new(done.Activity, done.AgencyId, Pcode.Adm2Of(done.AreaCode), done.SiteType, done.Access, groups, Math.Max(0, total - groups.Values.Sum()));
    }

    private FiveWTable.AgencyName NameOf(Guid agencyId) =>
        standings.Current.Agency(agencyId) is { } agency ? new(agencyId, agency.Code, agency.Name) : new(agencyId, $"{agencyId}", $"{agencyId}");

    private const string People = "select person_id, agency_id, area_code, setting, registered_on, sealed, statuses from statistics_people()";

    private const string Field = "select activity, agency_id, area_code, site_type, access, total, cells from statistics_field()";
}
