using System.Globalization;
using Platform.Access;

namespace Platform.Identity.Audit;

/// <summary>
/// The command <c>verify-audit</c>: checks every service's audit chain, and against what the others keep of it, from the tables
/// alone. It names the first broken entry of each.
/// </summary>
public static class VerifyAudit
{
    private static readonly string[] Services = ["identity", "registrations", "assessments", "referrals"];

    /// <summary>0 when all chains are whole, 1 when one is not.</summary>
    /// <param name="configuration"><c>Database:Admin</c>, a connection to which no policy applies; <c>Audit:Databases:{service}</c> where a database has another name than its service.</param>
    /// <param name="output">A line for each service.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<int> RunAsync(IConfiguration configuration, TextWriter output, CancellationToken ct)
    {
        var admin = configuration["Database:Admin"] ?? throw new InvalidOperationException("Database:Admin is not configured.");
        var exit = 0;
        foreach (var service in Services)
        {
            var kept = new List<KeptHeads>();
            foreach (var keeper in Services.Where(other => other != service))
            {
                kept.Add(await AuditChain.KeptHeadsAsync(DatabaseOf(keeper), keeper, service, ct));
            }

            var report = await AuditChain.VerifyAsync(DatabaseOf(service), kept, ct);
            if (report.First is { } broken)
            {
                exit = 1;
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{service}: BROKEN at {(broken.Entry is { } entry ? $"entry {entry} (seal {broken.Seal})" : $"seal {broken.Seal}")}: {broken.What}"));
            }
            else
            {
                var compared = kept.Sum(keeper => keeper.Hashes.Count);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{service}: whole; {report.Entries} entries in {report.Seals} seals, {compared} heads as others keep them, {report.Unsealed} entries not sealed yet"));
            }
        }

        return exit;

        string DatabaseOf(string service) =>
            new Npgsql.NpgsqlConnectionStringBuilder(admin) { Database = configuration[$"Audit:Databases:{service}"] ?? service }.ConnectionString;
    }
}
