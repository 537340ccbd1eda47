using System.Globalization;
using System.Security.Cryptography;

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
        var person = new Person(await As(registrar).RegisterAsync(person => (person["givenName"], person["familyName"], person["phone"], person["note"], person["areaCode"]) = (name, "Invented", Phone, Narrative, area)), name, registrar, area);
        People.Add(person);
        return person;
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

    private async Task ConsentAsync(Plan.PlannedConsent planned)
    {
        if (Of(People, planned.Person) is not { } person || KeeperOf(person) is not { } keeper
            || Of([.. Agencies.Where(agency => agency.HoldsCases && agency != person.Agency)], planned.Recipient) is not { } recipient) return;

        var until = Today.AddDays(planned.Days);
        if (Consents.Any(other => other.Person == person && other.Recipient == recipient && other.Until == until)) return;   // which of two alike is relied on is nobody's business

        var id = await As(keeper).ConsentAsync(person.Id, recipient.Id, consent =>
        {
            consent["purpose"] = planned.Purpose;
            consent["witnessedBy"] = Narrative;
            consent["packages"] = new JsonArray([.. planned.Packages.Select(package => (JsonNode)package)]);
            consent["expiresOn"] = until.ToString("O", CultureInfo.InvariantCulture);
        });
        var consent = new Consent(id, person, recipient, planned.Purpose, planned.Packages, until);
        Consents.Add(consent);
        if (planned.Withdrawn) await WithdrawAsync(consent);
    }

    /// <summary>An export of one person, where who keeps the file may; approved by who may of the first ones, in two of three.</summary>
    private async Task ExportAsync(Consent on)
    {
        var model = new ReferenceModel(this);
        if (KeeperOf(on.Person) is not { } asker) return;

        var answer = await As(asker).PostAsync("/api/exports", new
        {
            people = (Guid[])[on.Person.Id],
            packages = on.Packages,
            recipientAgencyId = on.Recipient.Id,
            purpose = on.Purpose,
            reason = Narrative,
            hours = 72,
        });
        if (!model.Exports(asker.Agency) || !model.MayExport(asker.Agency, on))
        {
            answer.Expect(model.Exports(asker.Agency) ? 400 : 403);
            return;
        }

        var export = new Export(answer.Expect(201)["exportId"]!.GetValue<Guid>(), asker, on, Today);
        Exports.Add(export);
        var supervisor = Members.Find(member => member.Agency == asker.Agency && member != asker && member.Is("supervisor"));
        var officer = Members.Find(member => member.Agency == asker.Agency && member != asker && member != supervisor && member.Is("protection-officer"));
        foreach (var approver in new[] { supervisor, officer }.OfType<Member>().Take(Exports.Count % 3))
        {
            export.State = (await As(approver).PostAsync($"/api/exports/{export.Id}/approval", new { })).Expect(200)["state"]!.GetValue<string>();
        }
    }

    private async Task WithdrawAsync(Consent consent)
    {
        (await As(KeeperOf(consent.Person)!).DeleteAsync($"/api/people/{consent.Person.Id}/consents/{consent.Id}")).Expect(204);
        consent.Withdrawn = true;
        foreach (var referral in Referrals.Where(referral => !referral.Ended && referral.Consents.Contains(consent)))
        {
            End(referral, "consent-withdrawn");
            await Eventually.TrueAsync(async () => (await StatusOfAsync(referral)) == "revoked");
        }
    }

    private Member? KeeperOf(Person person) => Members.FirstOrDefault(member => ReferenceModel.Keeps(member, person));
}
