using Npgsql;

namespace Platform.Scope.Tests;

/// <content>Figures of months that are over.</content>
public sealed partial class ReferenceModel
{
    /// <summary>The same for all who have the role, of whichever agency that holds cases.</summary>
    public static bool ReadsStatistics(Member member) => member.Agency.HoldsCases && member.Is("statistics");
}

/// <content>Figures of months that are over.</content>
public sealed partial class Comparison
{
    private async Task StatisticsAsync(Member member, Door registrations)
    {
        var may = ReferenceModel.ReadsStatistics(member);
        var month = $"{DateTime.UtcNow.AddMonths(-1):yyyy-MM}";   // made as soon as the world began, and nobody of it was registered then
        Compare(member, "GET statistics", Allowed(member, may, () => "Page"), Told(await registrations.GetAsync("/statistics"), list => list["items"]!.AsArray().Count > 0 ? "Page" : "nothing"));
        Compare(
            member, "GET statistics of sex", Allowed(member, may, () => "hidden total"),
            Told(await registrations.GetAsync($"/statistics/{month}/registered-by-sex"), table => string.Join(' ', table["rows"]!.AsArray().Select(row => row!["code"]))));
        Compare(member, "GET statistics, 5W", Allowed(member, may, () => "Reporting organisation"), Printed(await registrations.GetAsync($"/statistics/{month}/5w.csv"), file => file.Trim('\uFEFF').Split('"')[1]));
    }
}

/// <content>And those of months.</content>
public sealed partial class Mutants
{
    private async Task AddStatisticsAsync(NpgsqlConnection database, Dictionary<string, Reach> reaches)
    {
        await ExecuteAsync(database, "insert into statistics_months values ('2011-05-01', now()); insert into statistics_tables values ('2011-05-01', 'planted', '1')");
        var planted = Guid.Parse("00000000-0000-0000-0000-000020110501");
        IEnumerable<Guid> Seen(Member member) => member.Is("statistics") ? [planted] : [];
        reaches["statistics_months"] = new("select ('00000000-0000-0000-0000-0000' || to_char(month, 'YYYYMMDD'))::uuid from statistics_months where month = '2011-05-01'", Seen);
        reaches["statistics_tables"] = new("select ('00000000-0000-0000-0000-0000' || to_char(month, 'YYYYMMDD'))::uuid from statistics_tables where name = 'planted'", Seen);
    }
}
