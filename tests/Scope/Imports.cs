using System.Text;
using Npgsql;
using Platform.Access;

namespace Platform.Scope.Tests;

/// <summary>A table that somebody sent to be looked at.</summary>
public sealed record ImportedTable(Guid Id, Member By);

/// <content>Tables that were sent.</content>
public sealed partial class World
{
    private const int MostImports = 8;

    public List<ImportedTable> Imports { get; } = [];

    /// <summary>Whoever keeps cases sends one in turn, in which something is wrong.</summary>
    private async Task ImportAsync()
    {
        foreach (var member in Members.Where(ReferenceModel.KeepsCases).Take(MostImports))
        {
            var table = $"agreed,givenName,sex,areaCode,setting,birthYear,agePrecision,note\nno,Invented,female,LY031901,urban,1990,year,{Narrative}\n";
            var import = (await As(member).SendAsync(HttpMethod.Post, "/api/imports?dryRun=true", Encoding.UTF8.GetBytes(table), new() { ["Idempotency-Key"] = $"{Guid.NewGuid()}" })).Expect(202).Json.Id("importId");
            await Eventually.TrueAsync(async () => (await As(member).GetAsync($"/api/imports/{import}")).Json.Text("state") == "refused", TimeSpan.FromSeconds(60));
            Imports.Add(new(import, member));
        }
    }
}

/// <content>Tables that were sent.</content>
public sealed partial class ReferenceModel
{
    public static bool SeesImports(Member member) => member.Agency.HoldsCases && member.Is("monitor", "caseworker", "supervisor");

    /// <summary>Who sent it, and the supervisors of their team.</summary>
    public static bool Sees(Member member, ImportedTable import) => SeesImports(member) && (member == import.By || Supervises(member, import.By.MainTeam));
}

/// <content>Tables that were sent.</content>
public sealed partial class Comparison
{
    private async Task ImportsAsync(Member member, Door registrations)
    {
        var may = ReferenceModel.SeesImports(member);
        Compare(
            member, "GET imports", Allowed(member, may, () => Ids(Enumerable.Reverse(world.Imports).Where(import => ReferenceModel.Sees(member, import)).Select(import => import.Id))),
            await AllAsync(registrations, "/imports?limit=3", "importId"));
        Compare(member, "GET imports/template", Allowed(member, may, () => "number,sex,ageBand,nationality,needs"), Printed(await registrations.GetAsync("/imports/template?kind=roster"), table => table.Trim('\uFEFF', '\r', '\n')));
        foreach (var import in world.Imports)
        {
            Compare(
                member, $"GET /imports/{import.Id}", Found(member, may, ReferenceModel.Sees(member, import), () => $"refused {import.By.Id}"),
                Told(await registrations.GetAsync($"/imports/{import.Id}"), view => $"{view.Text("state")} {view.Id("startedBy")}"));
            Compare(
                member, $"GET /imports/{import.Id}/errors", Found(member, may, ReferenceModel.Sees(member, import), () => "\"row\""),
                Printed(await registrations.GetAsync($"/imports/{import.Id}/errors"), table => table.Trim('\uFEFF').Split(',')[0]));   // the lines are forgotten after some days
        }
    }
}

/// <content>And those of tables that were sent.</content>
public sealed partial class Mutants
{
    private List<(Guid Id, Guid By, Guid? Desk)> sent = [];

    /// <summary>Beside those of the world, which have ended: of each member one that is theirs, one of the desks of each of their units, and one that is neither.</summary>
    private async Task AddImportsAsync(NpgsqlConnection database, Dictionary<string, Reach> reaches)
    {
        List<(Guid Id, Guid By, Guid? Desk)> planted = [.. world.Members.SelectMany(member => ((Guid, Guid, Guid?)[])
        [
            (Guid.CreateVersion7(), member.Id, null), (Guid.CreateVersion7(), Guid.NewGuid(), Guid.NewGuid()),
            .. member.Teams.Select(team => (Guid.CreateVersion7(), Guid.NewGuid(), (Guid?)Grantee.Desk(team.Id, "supervisor"))),
        ])];
        foreach (var (id, by, desk) in planted)
        {
            await ExecuteAsync(database, $"""
                insert into imports (import_id, kind, agency_id, desk, started_by, dry_run, language, file_hash, bytes, holds_file, state, started_at, ended_at)
                values ('{id}', 'people', gen_random_uuid(), {(desk is null ? "null" : $"'{desk}'")}, '{by}', true, 'en', '', 1, false, 'cancelled', now(), now());
                insert into import_files values ('{id}', ''); insert into import_errors values ('{id}', 1, 1, 'sex', 'Invented.')
                """);
        }

        sent = [.. planted, .. world.Imports.Select(import => (import.Id, import.By.Id, import.By.MainTeam is { } team ? Grantee.Desk(team.Id, "supervisor") : (Guid?)null))];
        IEnumerable<Guid> Of(Member member, IEnumerable<(Guid Id, Guid By, Guid? Desk)> those) => those.Where(import => import.By == member.Id || (import.Desk is { } desk && NamesOf(member).Contains(desk))).Select(import => import.Id);
        IEnumerable<Guid> Seen(Member member) => Of(member, sent);
        reaches["imports"] = new("select import_id from imports", Seen);
        reaches["imports by update"] = new("update imports set state = 'cancelled'", Seen);
        reaches["import_files"] = new("select import_id from import_files", member => planted.Where(import => import.By == member.Id).Select(import => import.Id));
        reaches["import_errors"] = new("select import_id from import_errors where message = 'Invented.'", member => Of(member, planted));   // those of the world are forgotten after some days
    }

    /// <summary>What may be written of them: in one's own name and not begun, the file with one's own, and nothing but an end.</summary>
    private Dictionary<string, Written> ImportsWritten()
    {
        var somebody = Guid.NewGuid();
        List<(Guid Member, Guid Id, Guid Agency, Guid By, string State, bool IsRight)> started = [.. world.Members.SelectMany(member => ((Guid Agency, Guid By, string State)[])
            [(member.Agency.Id, member.Id, "waiting"), (somebody, member.Id, "waiting"), (member.Agency.Id, somebody, "waiting"), (member.Agency.Id, member.Id, "importing")])
            .Select((one, at) => (world.Members[at / 4].Id, Guid.CreateVersion7(), one.Agency, one.By, one.State, at % 4 == 0))];
        var named = $"(values {string.Join(", ", started.Select(one => $"('{one.Id}'::uuid, '{one.Agency}'::uuid, '{one.By}'::uuid, '{one.State}')"))}) as o (id, agency, by_member, state)";
        return new()
        {
            ["imports by import_started"] = new("import_id", $$"""
                select (jsonb_populate_record(i.line, jsonb_build_object('import_id', o.id, 'agency_id', o.agency, 'started_by', o.by_member, 'state', o.state, 'ended_at', null))).*
                  from (select l as line from imports l where state = 'cancelled' limit 1) i, {{named}}
                """, member => started.Where(one => one.Member == member.Id && one.IsRight).Select(one => one.Id)),
            ["imports by import_ended"] = new("import_id", "select * from imports limit 0", _ => sent.Where(import => world.Imports.TrueForAll(other => other.Id != import.Id)).Select(import => import.Id)),
            ["import_files by file_brought"] = new("import_id", "select import_id, ''::bytea as sealed from imports", member => sent.Where(import => import.By == member.Id).Select(import => import.Id)),
        };
    }
}
