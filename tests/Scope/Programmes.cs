using Npgsql;

namespace Platform.Scope.Tests;

/// <summary>A form of a programme of an agency.</summary>
public sealed record ProgrammeForm(Guid Id, Agency Agency, string Code, string State);

/// <content>What programmes ask beyond the file.</content>
public sealed partial class World
{
    private const string Form = """{"title": {"en": "Invented", "ar": "Invented", "fr": "Invented"}, "fields": [{"code": "remarks", "type": "text", "label": {"en": "Invented", "ar": "Invented", "fr": "Invented"}}]}""";

    public List<ProgrammeForm> Programmes { get; } = [];

    /// <summary>Of each agency that holds cases one form in force, one that is proposed and one that was not put in force, planted; what is answered to the first is written by who registers somebody.</summary>
    private async Task ShapeAsync()
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        foreach (var agency in Agencies.Where(agency => agency.HoldsCases))
        {
            Programmes.AddRange([new(Guid.CreateVersion7(), agency, "winter-help", "in-force"), new(Guid.CreateVersion7(), agency, "school-help", "proposed"), new(Guid.CreateVersion7(), agency, "old-help", "rejected")]);
            foreach (var form in Programmes.TakeLast(3))
            {
                await using var plant = new NpgsqlCommand($$"""
                    insert into programme_forms (form_id, agency_id, code, form, state, proposed_by, proposed_at, decided_by, decided_at)
                    values ('{{form.Id}}', '{{agency.Id}}', '{{form.Code}}',
                            '{{Form}}', '{{form.State}}', gen_random_uuid(), now(), gen_random_uuid(), now())
                    """, database);
                await plant.ExecuteNonQueryAsync();
            }
        }
    }
}

/// <content>What programmes ask beyond the file.</content>
public sealed partial class ReferenceModel
{
    public static bool SeesProgrammes(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "protection-officer");
}

/// <content>What programmes ask beyond the file.</content>
public sealed partial class Comparison
{
    private async Task ProgrammesAsync(Member member, Door registrations)
    {
        Compare(
            member, "GET programmes",
            Allowed(member, ReferenceModel.SeesProgrammes(member), () => string.Join(' ', world.Programmes.Where(form => form.Agency == member.Agency && form.State != "rejected").OrderBy(form => form.Code, StringComparer.Ordinal).Select(form => $"{form.Code} {form.Id}"))),
            Told(await registrations.GetAsync("/programmes"), list => string.Join(' ', list["items"]!.AsArray().Select(item => $"{item!.AsObject().Text("code")} {item!.Id("formId")}"))));
        foreach (var form in world.Programmes)
        {
            Compare(
                member, $"GET /programmes/{form.Id}", Found(member, ReferenceModel.SeesProgrammes(member), form.Agency == member.Agency, () => $"{form.Code} {form.State}"),
                Told(await registrations.GetAsync($"/programmes/{form.Id}"), view => $"{view.Text("code")} {view.Text("state")}"));
        }

        foreach (var person in world.People)
        {
            Compare(
                member, $"GET /people/{person.Id}/programmes", Found(member, ReferenceModel.KeepsCases(member), ReferenceModel.Sees(member, person), () => $"winter-help {world.Narrative}"),
                Told(await registrations.GetAsync($"/people/{person.Id}/programmes"), list => string.Join(' ', list["items"]!.AsArray().Select(item => $"{item!.AsObject().Text("programme")} {item["answers"]!.AsObject().Text("remarks")}"))));
        }
    }
}

/// <content>And those of what programmes ask beyond the file.</content>
public sealed partial class Mutants
{
    private void AddProgrammes(Dictionary<string, Reach> reaches)
    {
        IEnumerable<ProgrammeForm> own(Member member) => world.Programmes.Where(form => form.Agency == member.Agency);
        reaches["programme_forms"] = new("select form_id from programme_forms", member => own(member).Select(form => form.Id));
        reaches["programme_forms by update"] = new("update programme_forms set state = 'rejected'", member =>
            member.Is("supervisor", "protection-officer") ? own(member).Where(form => form.State != "rejected").Select(form => form.Id) : []);
    }

    /// <summary>What may be written of them: by a supervisor, in their own name and agency and not decided; and by a change nothing but a decision.</summary>
    private Dictionary<string, Written> ProgrammesWritten()
    {
        var somebody = Guid.NewGuid();
        List<(Guid Member, Guid Id, Guid Agency, Guid By, string State, bool IsRight)> proposals = [.. world.Members.SelectMany(member => ((Guid Agency, Guid By, string State)[])
            [(member.Agency.Id, member.Id, "proposed"), (somebody, member.Id, "proposed"), (member.Agency.Id, somebody, "proposed"), (member.Agency.Id, member.Id, "rejected")])
            .Select((one, at) => (world.Members[at / 4].Id, Guid.CreateVersion7(), one.Agency, one.By, one.State, at % 4 == 0 && world.Members[at / 4].Is("supervisor")))];
        return new()
        {
            ["programme_forms by supervisor_proposes"] = new("form_id", $$"""
                select o.id as form_id, o.agency as agency_id, o.id::text as code, '{}'::jsonb as form, o.state, o.by_member as proposed_by, now() as proposed_at, null::uuid as decided_by, null::timestamptz as decided_at
                  from (values {{string.Join(", ", proposals.Select(one => $"('{one.Id}'::uuid, '{one.Agency}'::uuid, '{one.By}'::uuid, '{one.State}')"))}}) as o (id, agency, by_member, state)
                """, member => proposals.Where(one => one.Member == member.Id && one.IsRight).Select(one => one.Id)),
            ["programme_forms by another_decides"] = new("form_id", "select * from programme_forms limit 0", _ => world.Programmes.Where(form => form.State != "proposed").Select(form => form.Id)),
        };
    }
}
