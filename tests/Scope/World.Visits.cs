using Npgsql;

namespace Platform.Scope.Tests;

/// <summary>What somebody recorded of a place.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">visits, disembarkations, outreach-sessions or missions, as the path of its routes has it.</param>
/// <param name="By">Who recorded it.</param>
public sealed record FieldRecord(Guid Id, string Kind, Member By)
{
    public Team? Team => By.MainTeam;

    /// <summary>Whoever was granted it.</summary>
    public bool OutOfReach => Team is { Evacuated: true };

    public string State { get; set; } = "planned";

    public bool HasAnnex { get; init; }

    /// <summary>What was asked there, and who was met.</summary>
    public Guid Request { get; set; }

    public Guid Entry { get; set; }

    /// <summary>What was made of it for the agency, and what that was used for; by whom of those who may.</summary>
    public Member? SharedBy { get; set; }

    public Guid Use { get; set; }
}

/// <content>What is seen at sites.</content>
public sealed partial class World
{
    /// <summary>How many days a mission takes.</summary>
    public const int MissionDays = 2;

    private const int MostVisits = 14;

    public List<FieldRecord> FieldRecords { get; } = [];

    public IEnumerable<FieldRecord> Visits => FieldRecords.Where(record => record.Kind == "visits");

    /// <summary>Whoever may records visits in turn; every second one has an annex, every third was made.</summary>
    private async Task VisitAsync()
    {
        foreach (var (member, at) in Members.Where(ReferenceModel.KeepsVisits).Take(MostVisits).Select((member, at) => (member, at)))
        {
            var visit = (await As(member).PostAsync("/api/visits", new { site = $"Invented {Narrative}", siteType = "detention-centre", areaCode = "LY031901", narrative = Narrative })).Expect(201).Json.Id("visitId");
            var record = new FieldRecord(visit, "visits", member) { HasAnnex = at % 2 == 0 };
            FieldRecords.Add(record);
            if (record.HasAnnex) (await As(member).PutAsync($"/api/visits/{visit}/annex", new { text = Narrative }, null)).Expect(200);
            record.Request = (await As(member).PostAsync($"/api/visits/{visit}/requests", new { what = Narrative, dueOn = Today.AddDays(3) })).Expect(201).Json.Id("requestId");
            record.Entry = (await As(member).PostAsync($"/api/visits/{visit}/roster", new { entries = (object[])[new { number = 1, sex = "female", ageBand = "18-59" }] })).Expect(201)["items"]![0].Id("entryId");
            if (at % 3 == 0)
            {
                (await As(member).PostAsync($"/api/visits/{visit}/completion", new { visitedAt = DateTimeOffset.UtcNow.AddHours(-1), access = "denied", accessReason = Narrative })).Expect(200);
                record.State = "done";
                await ShareAsync(record);
            }
        }
    }

    /// <summary>Where a supervisor keeps it, what was found is shared inside the agency and used; that somebody else had reviewed it is planted.</summary>
    private async Task ShareAsync(FieldRecord visit)
    {
        if (Members.Find(member => member.Is("supervisor") && ReferenceModel.Keeps(member, visit)) is not { } supervisor) return;
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var review = new NpgsqlCommand("update visits set state = 'reviewed', reviewed_by = gen_random_uuid() where visit_id = $1", database) { Parameters = { new() { Value = visit.Id } } };
        await review.ExecuteNonQueryAsync();
        (await As(supervisor).PostAsync($"/api/visits/{visit.Id}/sharing", new { summary = Narrative })).Expect(200);
        visit.Use = (await As(supervisor).PostAsync($"/api/visits/{visit.Id}/advocacy-uses", new { audience = "government", usedOn = Started, what = Narrative, mitigation = Narrative })).Expect(201).Json.Id("useId");
        (visit.SharedBy, visit.State) = (supervisor, "advocacy-used");
    }

    /// <summary>And in turn one says where people were brought ashore, and the next what was told to many; all of them plan a mission.</summary>
    private async Task TellOfPlacesAsync()
    {
        foreach (var (member, at) in Members.Where(ReferenceModel.KeepsVisits).Take(MostVisits).Select((member, at) => (member, at)))
        {
            FieldRecords.Add(new((await As(member).PostAsync("/api/missions", new { fromOn = Started, untilOn = Started.AddDays(MissionDays), areaCodes = (string[])["LY021103"], purposes = (string[])["outreach"], plan = Narrative })).Expect(201).Json.Id("missionId"), "missions", member));
            FieldRecords.Add(at % 2 == 0
                ? new((await As(member).PostAsync("/api/disembarkations", new { at = DateTimeOffset.UtcNow.AddHours(-1), areaCode = "LY021104", point = Narrative, forceCode = "lcg", persons = 3, narrative = Narrative })).Expect(201).Json.Id("disembarkationId"), "disembarkations", member)
                : new((await As(member).PostAsync("/api/outreach-sessions", new { heldOn = Started, areaCode = "LY031901", place = Narrative, method = "radio", topic = "atd", targetGroup = "idps", reached = 3, keyQuestions = Narrative })).Expect(201).Json.Id("sessionId"), "outreach-sessions", member));
        }
    }
}
