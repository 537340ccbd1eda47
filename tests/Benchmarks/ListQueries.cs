using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using Platform.Access;
using Platform.Referrals.Referrals;

namespace Platform.Benchmarks;

/// <summary>A line of the list, by the columns that the service's own statement gives.</summary>
public sealed record ListRow
{
    public Guid ReferralId { get; init; }

    public string Status { get; init; } = "";

    public string Priority { get; init; } = "";

    public string ServiceCode { get; init; } = "";

    public Guid FromAgencyId { get; init; }

    public Guid ToAgencyId { get; init; }

    public DateTimeOffset SentAt { get; init; }

    public DateTimeOffset AcknowledgeBy { get; init; }

    public DateTimeOffset RespondBy { get; init; }

    public bool Overdue { get; init; }

    public bool ReceiverPhoned { get; init; }

    public string Basis { get; init; } = "";

    public string[] Packages { get; init; } = [];

    public string AreaCode { get; init; } = "";

    public int Version { get; init; }

    public Guid? Subject { get; init; }

    public string? Sex { get; init; }

    public string? AgeBand { get; init; }

    public string? Adm2 { get; init; }

    public Guid? PersonId { get; init; }
}

/// <summary>The list of the 50 newest, asked in the ways that are compared.</summary>
public sealed class ListQueries : IAsyncDisposable
{
    private const int Limit = 51;   // the service asks for one more, to know whether there is a next page

    private readonly NpgsqlDataSource app;
    private readonly NpgsqlDataSource superuser;
    private readonly ServiceProvider services;
    private readonly ScopedDatabase database;
    private readonly HttpContextAccessor http = new();

    public ListQueries(OwnDatabase of)
    {
        app = NpgsqlDataSource.Create(Logins.ConnectionString(of.Configuration, Login.App));
        superuser = NpgsqlDataSource.Create(of.Superuser);
        services = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();
        database = new ScopedDatabase(app, http, services);
    }

    /// <summary>The statement of <see cref="ListReferrals" />, so that what is measured is what runs.</summary>
    public static string Statement { get; } = (string)typeof(ListReferrals)
        .GetField("Select", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.GetRawConstantValue()!;

    /// <summary>The same without scope: the grantees are a parameter, and who asks sees all.</summary>
    public static string Unscoped { get; } = Statement.Replace("(select access.grantees())", "@grantees", StringComparison.Ordinal);

    /// <summary>As the service asks it: its login, the scope in the same round trip, every policy on.</summary>
    public async Task<int> ByTheServiceAsync(Caller caller, string box)
    {
        http.HttpContext = new DefaultHttpContext { User = Principal(caller) };
        await using var work = await database.BeginAsync(CancellationToken.None);
        return (await work.CommitRowsAsync<ListRow>(Statement, new { box, before = DateTimeOffset.MaxValue, beforeRecord = Guid.AllBitsSet, limit = Limit })).Count;
    }

    /// <summary>By somebody whom no policy holds back, with what the policies say written by hand.</summary>
    public Task<int> ByHandAsync(Caller caller, string box) => ReadAsync(HandWritten, caller, box);

    /// <summary>The list that a first version would have: own or granted, sorted by time.</summary>
    public Task<int> ByOrAsync(Caller caller, string box) => ReadAsync(OwnOrGranted, caller, box);

    /// <summary>The plan of the service's statement for this caller.</summary>
    public async Task<string> ExplainAsync(Caller caller, string box)
    {
        await using var connection = await app.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var scope = new NpgsqlCommand("select set_config('app.grantees', $1, true), set_config('app.agency', $2, true)", connection)
        {
            Parameters = { new() { Value = $"{{{string.Join(',', caller.Grantees())}}}" }, new() { Value = caller.Agency.ToString() } },
        })
        {
            await scope.ExecuteNonQueryAsync();
        }

        await using var command = Parameters(new NpgsqlCommand($"explain (analyze, buffers, costs off, timing off) {Statement}", connection), caller, box);
        return string.Join('\n', (await ReadPlanAsync(command)).Where(line => line.Contains("->", StringComparison.Ordinal) || line.Contains("Time", StringComparison.Ordinal) || line.Contains("SubPlan", StringComparison.Ordinal)));
    }

    public static ClaimsPrincipal Principal(Caller caller) => new(new ClaimsIdentity(
        [
            new("sub", caller.Subject.ToString()), new("agency", caller.Agency.ToString()), new("agency_code", caller.AgencyCode), new("agency_kind", caller.AgencyKind),
            .. caller.Roles.Select(role => new Claim("role", role)), .. caller.Teams.Select(team => new Claim("team", team.ToString())), .. caller.Areas.Select(area => new Claim("area", area)),
        ], "bench", "sub", "role"));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await superuser.DisposeAsync();
        await services.DisposeAsync();
    }

    private static async Task<List<string>> ReadPlanAsync(NpgsqlCommand command)
    {
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        return plan;
    }

    private async Task<int> ReadAsync(string sql, Caller caller, string box)
    {
        await using var connection = await superuser.OpenConnectionAsync();
        await using var command = Parameters(new NpgsqlCommand(sql, connection) { CommandTimeout = 120 }, caller, box);
        await using var reader = await command.ExecuteReaderAsync();
        var parse = reader.GetRowParser<ListRow>();
        var rows = new List<ListRow>();
        while (await reader.ReadAsync())
        {
            rows.Add(parse(reader));
        }

        return rows.Count;
    }

    private static NpgsqlCommand Parameters(NpgsqlCommand command, Caller caller, string box)
    {
        if (command.CommandText.Contains("@agency", StringComparison.Ordinal))
        {
            command.Parameters.Add(new("agency", NpgsqlDbType.Uuid) { Value = caller.Agency });
        }

        if (command.CommandText.Contains("@grantees", StringComparison.Ordinal))
        {
            command.Parameters.Add(new("grantees", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = caller.Grantees() });
        }

        command.Parameters.Add(new("limit", NpgsqlDbType.Integer) { Value = Limit });
        if (command.CommandText.Contains("@box", StringComparison.Ordinal))
        {
            command.Parameters.Add(new("box", NpgsqlDbType.Text) { Value = box });
            command.Parameters.Add(new("before", NpgsqlDbType.TimestampTz) { Value = DateTimeOffset.MaxValue });
            command.Parameters.Add(new("beforeRecord", NpgsqlDbType.Uuid) { Value = Guid.AllBitsSet });
        }

        return command;
    }

    private const string Granted = "exists (select 1 from access.grants g where g.record = r.referral_id and g.grantee = any (@grantees) and {0} = any (g.packages) and (g.until is null or g.until > now()))";

    private static string May(string package) => Granted.Replace("{0}", $"'{package}'", StringComparison.Ordinal);

    private static readonly string HandWritten = Unscoped
        .Replace("join referrals r on r.referral_id = n.record", $"join referrals r on r.referral_id = n.record and ({May("sent")} or {May("received")})", StringComparison.Ordinal)
        .Replace("left join referral_envelopes e on e.referral_id = r.referral_id", $"left join referral_envelopes e on e.referral_id = r.referral_id and ({May("sent")} or ({May("received")} and r.status in ('sent', 'acknowledged', 'accepted')))", StringComparison.Ordinal)
        .Replace("left join referral_people s on s.referral_id = r.referral_id", $"left join referral_people s on s.referral_id = r.referral_id and {May("sent")}", StringComparison.Ordinal);

    private const string OwnOrGranted = """
        select r.referral_id, r.status, r.priority, r.service_code, r.from_agency_id, r.to_agency_id, r.sent_at, r.acknowledge_by, r.respond_by,
               r.overdue_since is not null as overdue, r.receiver_phoned, r.basis, r.packages, r.area_code, r.version, e.subject, e.sex, e.age_band, e.adm2, s.person_id
          from referrals r
          left join referral_envelopes e on e.referral_id = r.referral_id
          left join referral_people s on s.referral_id = r.referral_id
         where r.from_agency_id = @agency or exists (select 1 from access.grants g where g.record = r.referral_id and g.grantee = any (@grantees))
         order by r.sent_at desc, r.referral_id desc limit @limit
        """;
}
