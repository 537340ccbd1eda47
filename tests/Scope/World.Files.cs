using System.Security.Cryptography;
using System.Text;

namespace Platform.Scope.Tests;

/// <content>People's files and what is done with them, by who keeps them.</content>
public sealed partial class World
{
    /// <summary>
    /// Somebody who keeps a file asks, and another who decides in its agency approves; until every service has confirmed. Or nobody approves yet, and the case goes
    /// to another team, where there is one.
    /// </summary>
    private async Task EraseAsync(int pick, bool isApproved)
    {
        List<(Person Person, Member Asks, Member Approves)> able =
        [
            .. from person in People
               let asks = KeeperOf(person)
               let approves = Members.FirstOrDefault(member => member != asks && member.Agency == person.Agency
                   && (member.Is("protection-officer") || (person.Team is { } team && member.Is("supervisor") && member.Teams.Contains(team))))
               where asks is not null && approves is not null && !Erasures.Exists(erasure => erasure.Person == person)
               select (person, asks!, approves!),
        ];
        if (!isApproved && able.FindAll(one => !OnOffer(one.Person) && TeamsFor(one.Person).Count > 0) is { Count: > 0 } movable) able = movable;
        if (able.Count == 0) return;

        var (erased, by, second) = able[pick % able.Count];
        var erasure = new Erasure((await As(by).PostAsync($"/api/people/{erased.Id}/erasure", new { reasonCode = "no-longer-needed", note = Narrative })).Expect(201)["erasureId"]!.GetValue<Guid>(), erased, by);
        if (!isApproved)
        {
            Erasures.Add(erasure);
            await TransferAsync(erased, (pick / 5 * 5) + 3 + (pick % 2));   // accepted
            return;
        }

        (await As(second).PostAsync($"/api/erasures/{erasure.Id}/approval", new { })).Expect(200);
        Erasures.Add(erasure);
        erased.Erased = true;
        foreach (var consent in Consents.Where(consent => consent.Person == erased)) consent.Withdrawn = true;
        foreach (var referral in Referrals.Where(referral => !referral.Ended && referral.Person == erased)) End(referral, "person-erased");
        await Eventually.TrueAsync(async () => (await As(by).GetAsync($"/api/erasures/{erasure.Id}")).Expect(200).Json.Text("status") == "done", TimeSpan.FromSeconds(20), () => $"{erasure.Id} is not confirmed. Seed {seed}");
    }

    private async Task RegisterAsync(Plan.PlannedPerson planned)
    {
        if (Of([.. Members.Where(ReferenceModel.KeepsCases)], planned.Registrar) is not { } registrar) return;

        var person = await RegisterAsync(registrar, planned.Area);
        foreach (var (team, caseworker) in planned.Assignments)
        {
            await AssignAsync(person, team, caseworker);
            await TransferAsync(person, team + caseworker);
        }

        foreach (var pick in planned.Emergencies) await BreakGlassAsync(person, pick);
    }

    /// <summary>Somebody of the agency opens the file, whether they keep it or not; one in two is confirmed, where there is somebody to do so.</summary>
    private async Task BreakGlassAsync(Person person, int pick)
    {
        if (Of([.. Members.Where(member => ReferenceModel.KeepsCases(member) && member.Agency == person.Agency)], pick) is not { } member || KeeperOf(person) is not { } keeper) return;

        var code = (await As(keeper).GetAsync($"/api/people/{person.Id}")).Expect(200).Json.Text("caseCode");
        var emergency = new Emergency((await As(member).PostAsync("/api/emergency-access", new { caseCode = code, reason = $"Nobody else is there ({Narrative})." })).Expect(201)["accessId"]!.GetValue<Guid>(), person, member);
        Emergencies.Add(emergency);
        person.InEmergency.Add(member);
        if (pick % 2 == 0 && Members.Find(other => other != member && other.Agency == person.Agency && other.Is("protection-officer")) is { } officer)
        {
            (await As(officer).PostAsync($"/api/emergency-access/{emergency.Id}/confirmation", new { justified = true })).Expect(200);
            emergency.Confirmed = true;
        }
    }

    private async Task<Person> RegisterAsync(Member registrar, string area)
    {
        var name = string.Concat("Z", RandomNumberGenerator.GetString("bdfgklmnrst", 14));
        var id = await As(registrar).RegisterAsync(person => (person["givenName"], person["familyName"], person["phone"], person["note"], person["areaCode"], person["birthYear"]) = (name, "Invented", Phone, Narrative, area, DateTime.UtcNow.Year - 9));
        (await As(registrar).PutAsync($"/api/people/{id}/programmes/winter-help", new { answers = new { remarks = Narrative } }, null)).Expect(200);
        var status = (await As(registrar).PostAsync($"/api/people/{id}/statuses", new { status = "stranded-migrant", since = "2024-03-01", source = "self", note = Narrative })).Expect(201).Json.Id("statusId");
        var met = (await As(registrar).PostAsync($"/api/people/{id}/encounters", new { at = DateTimeOffset.UtcNow.AddHours(-2), way = "phone", inPrivate = true, followUpType = "for-service", followUpOn = Today.AddDays(3), note = Narrative })).Expect(201).Json.Id("encounterId");
        var attached = (await As(registrar).SendAsync(HttpMethod.Post, $"/api/people/{id}/attachments?kind=other-document", Encoding.ASCII.GetBytes($"%PDF-1.4 {Narrative} %%EOF"), new() { ["Idempotency-Key"] = $"{id}" })).Expect(201).Json.Id("attachmentId");
        var tracing = (await As(registrar).PostAsync($"/api/people/{id}/tracing", new { sought = Narrative, wish = Narrative, agreedBy = "self", agreedOn = "2026-01-10" })).Expect(201).Json.Id("tracingId");
        var with = People.LastOrDefault(other => ReferenceModel.Keeps(registrar, other));
        var joins = new { personId = id, role = "member", since = "2026-01-10" };
        var household = with is null
            ? (await As(registrar).PostAsync("/api/households", new { members = (object[])[joins] })).Expect(201).Json.Id("householdId")
            : (await As(registrar).PostAsync($"/api/households/{with.Household}/members", joins)).Expect(201).Json.Id("householdId");
        var person = new Person(id, name, registrar, area) { Status = status, Encounter = met, Attachment = attached, Tracing = tracing, Household = household };
        (await As(registrar).PutAsync($"/api/people/{id}/separation", new { status = "unaccompanied", source = "self", note = Narrative }, null)).Expect(200);
        await LinkAsync(registrar, person, null);
        if (with is not null) await LinkAsync(registrar, person, with);
        People.Add(person);
        return person;
    }

    private async Task LinkAsync(Member registrar, Person person, Person? relative)
    {
        var said = new JsonObject { ["relationship"] = "brother", ["source"] = "self", ["note"] = Narrative };
        if (relative is not null) (said["relativeId"], said["relationshipBack"]) = (relative.Id, "sister");
        FamilyLinks.Add(new((await As(registrar).PostAsync($"/api/people/{person.Id}/family", said)).Expect(201).Json.Id("linkId"), person, relative));
    }

    /// <summary>One of each kind in turn; an objection to what nobody agreed to. Every second one would be refused.</summary>
    private async Task AskAsync(Person person, int at)
    {
        if (KeeperOf(person) is not { } keeper) return;

        var kind = ((string[])["access", "correction", "objection"])[at % 3];
        var asked = Partner.SubjectRequest(kind, request =>
        {
            if (kind == "correction") request["what"] = Narrative;
            if (kind == "objection") request["objectsTo"] = new JsonObject { ["purposes"] = new JsonArray("return") };
        });
        var request = new SubjectRequest((await As(keeper).PostAsync($"/api/people/{person.Id}/requests", asked)).Expect(201)["requestId"]!.GetValue<Guid>(), person, kind);
        SubjectRequests.Add(request);
        if (at % 2 == 0) return;

        (await As(keeper).PostAsync($"/api/requests/{request.Id}/refusal", new { reasonCode = "unfounded" })).Expect(200);
        request.ProposedBy = keeper;
    }

    private List<Team> TeamsFor(Person person) =>
        Teams.FindAll(team => team.Agency == person.Agency && team != person.Team && Members.Exists(member => member.Is("supervisor") && member.Teams.Contains(team)));

    private Member? KeeperOf(Person person) => Members.FirstOrDefault(member => ReferenceModel.Keeps(member, person));
}
