using System.Collections.Concurrent;

namespace Platform.Scope.Tests;

/// <summary>Every read path, asked by every member for every record; what came back, beside what the reference model says.</summary>
public sealed class Comparison(RunningPlatform platform, World world)
{
    private const string OfAPerson =
        "ageBand agePrecision agencyId areaCode birthYear caseCode caseworkerId familyName givenName languages nationality personId phone registeredAt safeToCall setting sex updatedAt version";

    private static readonly string[] OfAnEnd = ["acceptedAt", "because", "endedAs", "endedAt", "readableSince"];

    private static readonly string[] Boxes = ["inbox", "sent"];

    private readonly ReferenceModel model = new(world);
    private readonly ConcurrentQueue<string> differences = [];
    private int compared;

    /// <summary>How many answers were compared, and those that were not as they should be: once all that was said on the bus has been heard.</summary>
    public async Task<(int Compared, IReadOnlyList<string> Differences)> RunAsync()
    {
        await world.HeardAsync();
        await Parallel.ForEachAsync(world.Members, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (member, _) => await AsAsync(member));
        return (compared, [.. differences]);
    }

    private async Task AsAsync(Member member)
    {
        var registrations = world.As(member).With(platform.AddressOf("registrations"));
        var referrals = world.As(member).With(platform.AddressOf("referrals"));
        var identity = world.As(member).With(platform.AddressOf("identity"));

        await PeopleAsync(member, registrations);
        await TransfersAsync(member, registrations);
        await ErasuresAsync(member, registrations);
        Compare(
            member, "GET emergency-access",
            Allowed(member, ReferenceModel.SeesEmergencies(member), () => string.Join('\n', Enumerable.Reverse(world.Emergencies).Where(emergency => ReferenceModel.Sees(member, emergency))
                .Select(emergency => $"{emergency.Id} {ReferenceModel.FieldsOf(member, emergency)}"))),
            await AllAsync(registrations, "/emergency-access?limit=7", "accessId", line => line.FieldNames(), "\n"));
        await ReferralsAsync(member, referrals);
        await NoticesAsync(member, referrals);
        await OrganisationsAsync(member, identity, referrals);
        await OversightAsync(member, registrations, referrals);
    }

    private async Task PeopleAsync(Member member, Partner registrations)
    {
        var seen = world.People.Where(person => ReferenceModel.Sees(member, person)).Reverse().ToList();
        Compare(member, "GET people", Allowed(member, ReferenceModel.KeepsCases(member), () => Ids(seen.Select(person => person.Id))), await AllAsync(registrations, "/people?limit=7", "personId"));
        foreach (var (person, at) in world.People.Select((person, at) => (person, at)))
        {
            var sees = ReferenceModel.Sees(member, person);
            var path = $"/people/{person.Id}";
            Compare(
                member, $"GET {path}",
                Found(member, ReferenceModel.KeepsCases(member), sees, () => $"{person.Name} {(person.Team is null ? OfAPerson : OfAPerson.Replace("updatedAt", "teamId updatedAt", StringComparison.Ordinal))}"),
                Told(await registrations.GetAsync(path), file => $"{file.Text("givenName")} {file.FieldNames()}"));
            Compare(
                member, $"GET {path}/consents",
                Found(member, ReferenceModel.KeepsCases(member), sees, () => Ids(world.Consents.Where(consent => consent.Person == person).Select(consent => consent.Id).Order())),
                Told(await registrations.GetAsync($"{path}/consents"), list => Ids(list["items"]!.AsArray().Select(item => item.Id("consentId")).Order())));
            Compare(
                member, $"GET {path}/disclosures",
                Found(member, ReferenceModel.ReadsLedgers(member), ReferenceModel.SeesLedger(member, person), () => string.Join('\n', Enumerable.Reverse(world.Referrals)
                    .Where(referral => referral.Person == person).Select(referral => $"{referral.Id} {ReferenceModel.LedgerStateOf(referral)}"))),
                await AllAsync(registrations, $"{path}/disclosures?limit=7", "referralId", LedgerLine, "\n", line => world.Referrals.Exists(referral => referral.Id == line.Id("referralId"))));
            Compare(
                member, $"search of {person.Id}",
                Allowed(member, ReferenceModel.KeepsCases(member), () => sees ? Ids([person.Id]) : ""),
                Told(await registrations.PostAsync("/people/search", new { name = $"{person.Name} Invented" }), list => Ids(list["items"]!.AsArray().Select(item => item.Id("personId")))));

            var recipients = world.Agencies.Where(agency => agency.HoldsCases && agency != member.Agency).ToList();
            var recipient = recipients[at % recipients.Count];
            var (packages, area) = (Packages[at % Packages.Length], Areas[at % Areas.Length]);
            Compare(
                member, $"packages of {person.Id} for {recipient.Code}",
                model.MayEnter(member) ? HandOver(member, person, recipient, packages, area) : "401",
                HandedOver(await registrations.PostAsync("/internal/packages", new
                {
                    personId = person.Id,
                    purpose = "service-referral",
                    packages,
                    recipientAgencyId = recipient.Id,
                    areaCode = area,
                    referralId = Guid.CreateVersion7(),
                })));
        }
    }

    /// <summary>The state, and the fields that tell of it.</summary>
    private string? LedgerLine(JsonObject line) =>
        ReferenceModel.LedgerStateOf(world.Referrals.Single(referral => referral.Id == line.Id("referralId"))) is null ? null
        : string.Join(' ', line.Select(field => field.Key).Intersect(OfAnEnd).Order(StringComparer.Ordinal).Prepend(line.Text("state")!));

    private async Task TransfersAsync(Member member, Partner registrations)
    {
        var keeps = ReferenceModel.KeepsCases(member);
        var seen = Enumerable.Reverse(world.Transfers).Where(transfer => ReferenceModel.Sees(member, transfer));
        Compare(
            member, "GET transfers", Allowed(member, keeps, () => string.Join('\n', seen.Select(transfer => $"{transfer.Id} {transfer.Status} {ReferenceModel.FieldsOf(member, transfer, inList: true)}"))),
            await AllAsync(registrations, "/transfers?limit=7", "transferId", line => $"{line.Text("status")} {line.FieldNames()}", "\n"));
        foreach (var transfer in world.Transfers)
        {
            Compare(
                member, $"GET /transfers/{transfer.Id}",
                Found(member, keeps, ReferenceModel.Sees(member, transfer), () => $"{transfer.Status} {ReferenceModel.FieldsOf(member, transfer)}"),
                Told(await registrations.GetAsync($"/transfers/{transfer.Id}"), view => $"{view.Text("status")} {view.FieldNames()}"));
        }
    }

    private async Task ErasuresAsync(Member member, Partner registrations)
    {
        var reads = ReferenceModel.ReadsErasures(member);
        var seen = Enumerable.Reverse(world.Erasures).Where(erasure => ReferenceModel.Sees(member, erasure));
        Compare(member, "GET erasures", Allowed(member, reads, () => Ids(seen.Select(erasure => erasure.Id))), await AllAsync(registrations, "/erasures?limit=2", "erasureId"));
        foreach (var erasure in world.Erasures)
        {
            Compare(
                member, $"GET /erasures/{erasure.Id}",
                Found(member, reads, ReferenceModel.Sees(member, erasure), () => $"{erasure.Person.Id} done askedAt askedBy because decidedAt decidedBy doneAt erasureId held personId proof status"),
                Told(await registrations.GetAsync($"/erasures/{erasure.Id}"), view => $"{view.Id("personId")} {view.Text("status")} {view.FieldNames()}"));
        }
    }

    private async Task ReferralsAsync(Member member, Partner referrals)
    {
        var reads = ReferenceModel.ReadsReferrals(member);
        foreach (var box in Boxes)
        {
            foreach (var status in (string?[])[null, "accepted", "revoked"])
            {
                var seen = Enumerable.Reverse(world.Referrals).Where(referral => (status is null || referral.Status == status)
                    && (box == "sent" ? ReferenceModel.SeesAsSender(member, referral) : ReferenceModel.SeesAsReceiver(member, referral))).ToList();
                var path = $"/referrals?box={box}&limit=7{(status is null ? "" : $"&status={status}")}";
                Compare(
                    member, $"GET {path}",
                    Allowed(member, reads, () => string.Join('\n', seen.Select(referral => $"{referral.Id} {ReferenceModel.ServiceOf(member, referral)} {model.FieldsOf(member, referral, inList: true)}"))),
                    await AllAsync(referrals, path, "referralId", line => $"{line.Text("serviceCode")} {line.FieldNames()}", "\n"));
            }
        }

        foreach (var referral in world.Referrals)
        {
            var path = $"/referrals/{referral.Id}";
            var sees = ReferenceModel.Sees(member, referral);
            Compare(
                member, $"GET {path}",
                Found(member, reads, sees, () => $"{referral.Status} {ReferenceModel.ServiceOf(member, referral)} {model.FieldsOf(member, referral)}"),
                Told(await referrals.GetAsync(path), view => $"{view.Text("status")} {view.Text("serviceCode")} {FieldsOf(view)}"));
            Compare(
                member, $"GET {path}/history",
                Found(member, reads, sees, () => model.HistoryOf(member, referral)),
                Told(await referrals.GetAsync($"{path}/history"), list => string.Join(' ', list["items"]!.AsArray().Select(step => step.Text("event")).Where(step => step != "overdue"))));
        }
    }

    // whom the clocks told depends on the hour; that nobody is told of what is not theirs does not
    private async Task NoticesAsync(Member member, Partner referrals)
    {
        var may = member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "focal-point", "protection-officer", "coordinator");
        var theirs = world.Referrals.Where(referral => ReferenceModel.Sees(member, referral) || ReferenceModel.IsOnSendersSide(member, referral)).Select(referral => referral.Id).ToHashSet();
        var arrived = world.Referrals.Where(referral => ReferenceModel.SeesAsReceiver(member, referral)).Select(referral => referral.Id).Order();
        List<JsonObject> notices = [];
        var status = 200;
        for (var path = "/notices?limit=50"; path is not null;)
        {
            var answer = await referrals.GetAsync(path);
            if ((status = answer.Status) != 200) break;

            notices.AddRange(answer.Items());
            path = answer.Json.Text("next") is { } next ? $"/notices?limit=50&cursor={next}" : null;
        }

        var foreign = notices.Where(notice => !theirs.Contains(notice.Id("referralId")) && !(notice.Text("kind") == "overdue" && notice["level"]!.GetValue<int>() == 2 && member.Is("coordinator")));
        Compare(
            member, "GET notices", Allowed(member, may, () => $"{Ids(arrived)};"),
            status == 200 ? $"200 {Ids(notices.Where(notice => notice.Text("kind") == "sent").Select(notice => notice.Id("referralId")).Order())};{Ids(foreign.Select(notice => notice.Id("referralId")))}" : $"{status}");
    }

    private async Task OrganisationsAsync(Member member, Partner identity, Partner referrals)
    {
        var ours = world.Agencies.Select(agency => agency.Id).ToHashSet();
        var active = world.Agencies.Where(agency => !world.Suspended.Contains(agency.Id)).ToList();
        Compare(
            member, "GET agencies",
            Allowed(member, true, () => Ids(active.Where(agency => member.Agency.HoldsCases || agency.Kind == "lead" || agency == member.Agency).Select(agency => agency.Id).Order())),
            Told(await identity.GetAsync("/api/agencies"), list => Ids(list["items"]!.AsArray().Select(item => item.Id("agencyId")).Where(ours.Contains).Order())));
        Compare(
            member, "GET teams", Allowed(member, true, () => Ids(world.Teams.Where(team => team.Agency == member.Agency).Select(team => team.Id).Order())),
            Told(await identity.GetAsync("/api/teams"), list => Ids(list["items"]!.AsArray().Select(item => item.Id("teamId")).Order())));
        Compare(
            member, "GET services", Allowed(member, member.Agency.HoldsCases, () => Ids(active.Where(agency => agency.HoldsCases).SelectMany(agency => Enumerable.Repeat(agency.Id, 3)).Order())),
            Told(await referrals.GetAsync("/services"), list => Ids(list["items"]!.AsArray().Select(item => item.Id("agencyId")).Where(ours.Contains).Order())));
    }

    /// <summary>What an administrator of the lead is told of this member's access is what the member's own reads answer: a sample of records each, in turn.</summary>
    private async Task OversightAsync(Member member, Partner registrations, Partner referrals)
    {
        var colleagues = world.Members.Where(other => other.Agency == member.Agency).Select(other => other.Id).ToHashSet();
        foreach (var service in new[] { registrations, referrals })
        {
            Compare(
                member, "GET operations/audit", Allowed(member, member.Agency.HoldsCases && member.Is("auditor"), () => ""),
                Told(await service.GetAsync("/operations/audit"), list => Ids(list["items"]!.AsArray().Select(entry => entry.Id("caller")).Where(caller => !colleagues.Contains(caller)))));
        }

        if (world.Members.FirstOrDefault(other => other.Agency.Kind == "lead" && other.Is("access-admin") && model.MayEnter(other)) is not { } admin) return;

        var (enters, asked) = (model.MayEnter(member), world.Members.IndexOf(member));
        foreach (var person in world.People.Where((_, at) => at % Sample == asked % Sample))
        {
            var sees = enters && ReferenceModel.Sees(member, person);
            var consents = world.Consents.Exists(consent => consent.Person == person) ? " consents" : "";
            Compare(
                member, $"access to person {person.Id}", $"200 {(sees ? $"file identity contact{consents}" : "")};{(enters && ReferenceModel.Keeps(member, person)).ToString()}",
                Explained(await world.As(admin).With(platform.AddressOf("registrations")).GetAsync($"/operations/access?member={member.Id}&record={person.Id}")));
        }

        foreach (var referral in world.Referrals.Where((_, at) => at % Sample == asked % Sample))
        {
            var (sender, receiver) = (enters && ReferenceModel.SeesAsSender(member, referral), enters && ReferenceModel.SeesAsReceiver(member, referral));
            List<string> parts = sender || receiver ? ["referral"] : [];
            if (sender) parts.Add("person");
            if ((sender || (receiver && model.Stands(referral))) && !referral.Person.Erased) parts.Add("envelope");
            if (enters && model.ReadsPacket(member, referral)) parts.Add("packet");
            if (sender && referral.VitalInterest && !referral.Person.Erased) parts.Add("basis-reason");
            Compare(
                member, $"access to referral {referral.Id}", $"200 {string.Join(' ', parts)};{(receiver || (enters && ReferenceModel.MovesAsSender(member, referral))).ToString()}",
                Explained(await world.As(admin).With(platform.AddressOf("referrals")).GetAsync($"/operations/access?member={member.Id}&record={referral.Id}")));
        }

        static string Explained(Answer answer) => Told(answer, explanation => $"{string.Join(' ', explanation["reads"]!.AsArray().Select(part => part!.GetValue<string>()))};{explanation["changes"]!.GetValue<bool>()}");
    }

    private const int Sample = 5;

    private static readonly string[][] Packages = [["identity"], ["contact"], ["contact", "identity"]];
    private static readonly string[] Areas = ["LY021104", "LY031901", "LY010101"];

    private string HandOver(Member member, Person person, Agency recipient, string[] packages, string area) => model.HandOver(member, person, recipient, packages, area);

    private static string HandedOver(Answer answer) => answer.Status switch
    {
        200 => $"200 {string.Join(' ', new[] { "contact", "identity" }.Where(package => answer.Json[package] is not null))}",
        400 => $"400 {answer.Problem}",
        var other => $"{other}",
    };

    /// <summary>An object's fields in order, those of the packet behind it in brackets.</summary>
    private static string FieldsOf(JsonObject view) => string.Join(' ', view.Select(field => field switch
    {
        { Key: "packet", Value: JsonObject packet } => $"packet({packet.FieldNames()})",
        { Key: "packet", Value: { } word } => $"packet({word.GetValue<string>()})",
        _ => field.Key,
    }).Order(StringComparer.Ordinal));

    private string Allowed(Member member, bool may, Func<string> told) => !model.MayEnter(member) ? "401" : may ? $"200 {told()}" : "403";

    private string Found(Member member, bool may, bool sees, Func<string> told) => may && model.MayEnter(member) && !sees ? "404" : Allowed(member, may, told);

    private static string Told(Answer answer, Func<JsonObject, string> told) => answer.Status == 200 ? $"200 {told(answer.Json)}" : $"{answer.Status}";

    /// <summary>All pages of a list, each line's id and what else is told of it; of some lines, where not all are the world's.</summary>
    private static async Task<string> AllAsync(Partner partner, string path, string id, Func<JsonObject, string?>? told = null, string between = " ", Func<JsonObject, bool>? some = null)
    {
        List<string> lines = [];
        for (var next = ""; next is not null;)
        {
            var answer = await partner.GetAsync($"{path}{(next == "" ? "" : $"&cursor={next}")}");
            if (answer.Status != 200) return $"{answer.Status}";

            lines.AddRange(answer.Items().Where(item => some?.Invoke(item) ?? true).Select(item => told is null ? $"{item.Id(id)}" : $"{item.Id(id)} {told(item)}"));
            next = answer.Json.Text("next");
        }

        return $"200 {string.Join(between, lines)}";
    }

    private static string Ids(IEnumerable<Guid> ids) => string.Join(' ', ids);

    private void Compare(Member member, string what, string expected, string actual)
    {
        Interlocked.Increment(ref compared);
        if (expected != actual) differences.Enqueue($"{member.Name} ({string.Join(", ", member.Roles)}): {what}\n  should be {expected}\n  was       {actual}");
    }
}
