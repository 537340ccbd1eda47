using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Platform.Scope.Tests;

/// <summary>
/// A plan, played on the running platform by its agencies' own systems over HTTP; and the facts that came of it. What the platform
/// refuses is no fact. Agencies, members and agreements are planted as identity keeps them.
/// </summary>
public sealed class World(RunningPlatform platform, ulong seed)
{
    private readonly Dictionary<Guid, Partner> partners = [];
    private const int MostExports = 12;

    private readonly DateOnly started = DateOnly.FromDateTime(DateTime.UtcNow);
    private readonly string run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    public ulong Seed => seed;

    public List<Agency> Agencies { get; } = [];

    public List<Team> Teams { get; } = [];

    public List<Member> Members { get; } = [];

    public List<Agreement> Agreements { get; } = [];

    public List<Person> People { get; } = [];

    public List<Consent> Consents { get; } = [];

    public List<Referral> Referrals { get; } = [];

    public List<Transfer> Transfers { get; } = [];

    public List<Export> Exports { get; } = [];

    public List<Erasure> Erasures { get; } = [];

    public List<SubjectRequest> SubjectRequests { get; } = [];

    public List<Emergency> Emergencies { get; } = [];

    public HashSet<Guid> Suspended { get; } = [];

    /// <summary>The platform's day.</summary>
    public DateOnly Today { get; private set; } = DateOnly.FromDateTime(DateTime.UtcNow);

    public Partner As(Member member) => partners[member.Id];

    /// <summary>Everything up to before the ends.</summary>
    public async Task PlayAsync(Plan plan)
    {
        await PlantAsync(plan);
        foreach (var member in Members) partners[member.Id] = new Partner(platform, member.Name) { Token = await platform.AskTokenAsync(member.Name, SecretOf(member.Name)) };

        await KnownAsync();
        foreach (var desk in Members.Where(member => member.Name.EndsWith("-desk", StringComparison.Ordinal) && member.Agency.HoldsCases))
        {
            foreach (var service in (string[])["shelter", "health", "gbv-response"])
            {
                (await As(desk).SendAsync(HttpMethod.Put, $"/api/services/{service}", new { areaCodes = (string[])["*"], acceptsReferrals = true }, new() { ["If-None-Match"] = "*" })).Expect(200);
            }
        }

        foreach (var planned in plan.People) await RegisterAsync(planned);
        foreach (var planned in plan.Consents) await ConsentAsync(planned);
        foreach (var planned in plan.Referrals) await ReferAsync(planned);
        foreach (var (person, at) in People.Where((_, at) => at % 3 == 0).Select((person, at) => (person, at))) await AskAsync(person, at);
        foreach (var consent in Consents.TakeWhile(_ => Exports.Count < MostExports)) await ExportAsync(consent);
    }

    /// <summary>Ends some of the access, as administrators would, and waits until the services know.</summary>
    public async Task EndAsync(Plan plan)
    {
        foreach (var pick in plan.Erased) await EraseAsync(pick);
        foreach (var end in plan.Ends)
        {
            switch (end.What)
            {
                case "member":
                    await SuspendAsync("clients", "id", Of(Members, end.Pick)!.Id);
                    break;
                case "agency":
                    await SuspendAsync("agencies", "agency_id", Of(Agencies, end.Pick)!.Id);
                    break;
                case "team":
                    await EvacuateAsync(Of([.. People.Select(person => person.Team).OfType<Team>().Distinct()], end.Pick));
                    break;
                default:
                    var agreement = Of(Agreements, end.Pick)!;
                    agreement.Active = false;
                    await IdentityAsync("update agreements set active = false where agreement_id = $1", agreement.Id);
                    break;
            }
        }

        await SettleAsync();
    }

    /// <summary>Somebody who keeps a file asks, and another who decides in its agency approves; until every service has confirmed.</summary>
    private async Task EraseAsync(int pick)
    {
        List<(Person Person, Member Asks, Member Approves)> able =
        [
            .. from person in People
               let asks = KeeperOf(person)
               let approves = Members.FirstOrDefault(member => member != asks && member.Agency == person.Agency
                   && (member.Is("protection-officer") || (person.Team is { } team && member.Is("supervisor") && member.Teams.Contains(team))))
               where asks is not null && approves is not null
               select (person, asks!, approves!),
        ];
        if (able.Count == 0) return;

        var (erased, by, second) = able[pick % able.Count];
        var erasure = new Erasure((await As(by).PostAsync($"/api/people/{erased.Id}/erasure", new { reasonCode = "no-longer-needed", note = "Invented." })).Expect(201)["erasureId"]!.GetValue<Guid>(), erased, by, erased.Team);
        (await As(second).PostAsync($"/api/erasures/{erasure.Id}/approval", new { })).Expect(200);
        Erasures.Add(erasure);
        erased.Erased = true;
        foreach (var consent in Consents.Where(consent => consent.Person == erased)) consent.Withdrawn = true;
        foreach (var referral in Referrals.Where(referral => !referral.Ended && referral.Person == erased)) End(referral, "person-erased");
        await Eventually.TrueAsync(async () => (await As(by).GetAsync($"/api/erasures/{erasure.Id}")).Expect(200).Json.Text("status") == "done", TimeSpan.FromSeconds(20), () => $"{erasure.Id} is not confirmed. Seed {seed}");
    }

    /// <summary>Ends the team's tokens, too: who has another main team gets a new one.</summary>
    private async Task EvacuateAsync(Team? team)
    {
        if (team is null) return;

        team.Evacuated = true;
        await IdentityAsync("update teams set evacuated_at = now() where team_id = $1", team.Id);
        await KnownAsync();
        var model = new ReferenceModel(this);
        foreach (var member in Members.Where(member => member.Teams.Contains(team) && model.MayEnter(member)))
        {
            partners[member.Id] = new Partner(platform, member.Name) { Token = await platform.AskTokenAsync(member.Name, SecretOf(member.Name)) };
        }
    }

    /// <summary>Moves the platform's clock, and waits until what ended by the date has ended.</summary>
    public async Task MoveAsync(int days)
    {
        Today = Today.AddDays(days);
        foreach (var person in People) person.InEmergency.Clear();
        foreach (var handovers in People.Select(person => person.Handovers).Concat(Referrals.Select(referral => referral.Handovers))) handovers.RemoveAll(handover => handover.Until <= Today);
        await platform.MoveClockAsync(TimeSpan.FromDays(days));
        await Task.Delay(TimeSpan.FromSeconds(1));   // each process looks at it four times a second
        await SettleAsync();
    }

    private async Task RegisterAsync(Plan.PlannedPerson planned)
    {
        if (Of([.. Members.Where(ReferenceModel.KeepsCases)], planned.Registrar) is not { } registrar) return;

        var person = await RegisterAsync(registrar);
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
        var emergency = new Emergency((await As(member).PostAsync("/api/emergency-access", new { caseCode = code, reason = "Nobody else is there (invented)." })).Expect(201)["accessId"]!.GetValue<Guid>(), person, member);
        Emergencies.Add(emergency);
        person.InEmergency.Add(member);
        if (pick % 2 == 0 && Members.Find(other => other != member && other.Agency == person.Agency && other.Is("protection-officer")) is { } officer)
        {
            (await As(officer).PostAsync($"/api/emergency-access/{emergency.Id}/confirmation", new { justified = true })).Expect(200);
            emergency.Confirmed = true;
        }
    }

    private async Task<Person> RegisterAsync(Member registrar)
    {
        var name = string.Concat("Z", RandomNumberGenerator.GetString("bdfgklmnrst", 14));
        var person = new Person(await As(registrar).RegisterAsync(person => (person["givenName"], person["familyName"]) = (name, "Invented")), name, registrar);
        People.Add(person);
        return person;
    }

    private async Task AssignAsync(Person person, int pickTeam, int pickCaseworker)
    {
        if (Of([.. Members.Where(member => ReferenceModel.KeepsCases(member) && member.Agency == person.Agency && member.Teams.Count > 0)], pickCaseworker) is not { } caseworker
            || KeeperOf(person) is not { } keeper || OnOffer(person)) return;

        var team = Of(caseworker.Teams, pickTeam)!;
        (await As(keeper).PostAsync($"/api/people/{person.Id}/assignment", new { team = team.Id, caseworker = caseworker.Id })).Expect(200);
        (person.Team, person.Caseworker) = (team, caseworker);
    }

    /// <summary>Offers a case to another team of its agency that has a supervisor, and ends that as picked: one in five stays open.</summary>
    private async Task TransferAsync(Person person, int pick)
    {
        if (KeeperOf(person) is not { } keeper || OnOffer(person)
            || Of([.. Teams.Where(team => team.Agency == person.Agency && team != person.Team && Members.Exists(member => member.Is("supervisor") && member.Teams.Contains(team)))], pick) is not { } to) return;

        var days = pick % 11;
        var transfer = new Transfer(
            (await As(keeper).PostAsync($"/api/people/{person.Id}/transfers", new { team = to.Id, handoverDays = days, note = "Invented." })).Expect(201)["transferId"]!.GetValue<Guid>(),
            person, person.Team, to, keeper, person.Caseworker);
        Transfers.Add(transfer);
        var receiver = Members.First(member => member.Is("supervisor") && member.Teams.Contains(to));
        var caseworker = Of([.. Members.Where(member => ReferenceModel.KeepsCases(member) && member.Teams.Contains(to))], pick / 5)!;
        switch (pick % 5)
        {
            case 0:
                return;
            case 1:
                await DecideAsync(receiver, "rejection", new { reasonCode = "no-capacity" }, "rejected");
                return;
            case 2:
                await DecideAsync(keeper, "withdrawal", new { }, "withdrawn");
                return;
            default:
                await DecideAsync(receiver, "acceptance", new { caseworker = caseworker.Id }, "accepted");
                break;
        }

        Handover.Over(person.Handovers, [(person.Opener, null), (person.Caseworker, null), (null, person.Team)], [(caseworker, null), (null, to)], Today, days);
        (person.Opener, person.Caseworker, person.Team) = (null, caseworker, to);
        foreach (var referral in Referrals.Where(referral => referral.Person == person))
        {
            Handover.Over(referral.Handovers, [(referral.Holder, null), (null, referral.Team)], [(caseworker, null), (null, to)], Today, days);
            (referral.Holder, referral.Team) = (caseworker, to);
        }

        var accepted = Transfers.Count(other => other.Person == person && other.Status == "accepted");
        await Eventually.TrueAsync(async () => await CountAsync(person) == accepted, TimeSpan.FromSeconds(20), () => $"Referrals does not know of transfer {transfer.Id}. Seed {seed}");

        async Task DecideAsync(Member by, string route, object body, string status)
        {
            (await As(by).PostAsync($"/api/transfers/{transfer.Id}/{route}", body)).Expect(200);
            transfer.Status = status;
        }
    }

    /// <summary>One of each kind in turn; an objection to what nobody agreed to. Every second one would be refused.</summary>
    private async Task AskAsync(Person person, int at)
    {
        if (KeeperOf(person) is not { } keeper) return;

        var kind = ((string[])["access", "correction", "objection"])[at % 3];
        var asked = Partner.SubjectRequest(kind, request =>
        {
            if (kind == "objection") request["objectsTo"] = new JsonObject { ["purposes"] = new JsonArray("return") };
        });
        var request = new SubjectRequest((await As(keeper).PostAsync($"/api/people/{person.Id}/requests", asked)).Expect(201)["requestId"]!.GetValue<Guid>(), person, kind);
        SubjectRequests.Add(request);
        if (at % 2 == 0) return;

        (await As(keeper).PostAsync($"/api/requests/{request.Id}/refusal", new { reasonCode = "unfounded" })).Expect(200);
        request.ProposedBy = keeper;
    }

    private bool OnOffer(Person person) => Transfers.Exists(transfer => transfer.Person == person && transfer.Status == "offered");

    private async Task<long> CountAsync(Person person)
    {
        await using var database = await platform.OpenDatabaseAsync("referrals");
        await using var count = new NpgsqlCommand("select count(*) from case_transfers where subject_lock = ('x' || right(replace($1::text, '-', ''), 16))::bit(64)::bigint", database) { Parameters = { new() { Value = person.Id } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private async Task ConsentAsync(Plan.PlannedConsent planned)
    {
        if (Of(People, planned.Person) is not { } person || KeeperOf(person) is not { } keeper
            || Of([.. Agencies.Where(agency => agency.HoldsCases && agency != person.Agency)], planned.Recipient) is not { } recipient) return;

        var until = Today.AddDays(planned.Days);
        if (Consents.Any(other => other.Person == person && other.Recipient == recipient && other.Until == until)) return;   // which of two alike is relied on is nobody's business

        var id = await As(keeper).ConsentAsync(person.Id, recipient.Id, consent =>
        {
            consent["purpose"] = planned.Purpose;
            consent["packages"] = new JsonArray([.. planned.Packages.Select(package => (JsonNode)package)]);
            consent["expiresOn"] = until.ToString("O", CultureInfo.InvariantCulture);
        });
        var consent = new Consent(id, person, recipient, planned.Purpose, planned.Packages, until);
        Consents.Add(consent);
        if (planned.Withdrawn) await WithdrawAsync(consent);
    }

    private async Task ReferAsync(Plan.PlannedReferral planned)
    {
        var model = new ReferenceModel(this);
        var on = planned.Consent is { } consented ? Of(Consents, consented) : null;
        if ((on?.Person ?? Of(People, planned.Person)) is not { } person
            || Of([.. Members.Where(member => ReferenceModel.Keeps(member, person))], planned.Sender) is not { } sender
            || (on?.Recipient ?? Of([.. Agencies.Where(agency => agency.HoldsCases && agency != person.Agency)], planned.Recipient)) is not { } recipient) return;

        var packages = on is not null && planned.AsConsented ? on.Packages : planned.Packages;
        var agreement = model.AgreementFor(sender.Agency, recipient, "service-referral", packages, planned.Area);
        IReadOnlyList<Consent?> consents = planned.VitalInterest ? [] : [.. packages.Select(package => model.ConsentFor(person, recipient, package)).Distinct()];
        var answer = await As(sender).PostAsync("/api/referrals", Partner.Referral(person.Id, recipient.Id, referral =>
        {
            referral["serviceCode"] = planned.Service;
            referral["areaCode"] = planned.Area;
            referral["packages"] = new JsonArray([.. packages.Select(package => (JsonNode)package)]);
            if (planned.VitalInterest) (referral["priority"], referral["basis"], referral["basisReason"]) = ("emergency", "vital-interest", "Invented.");
        }));
        if (agreement is null || consents.Contains(null))
        {
            answer.Expect(400);
            return;
        }

        var sent = new Referral(
            answer.Expect(201)["referralId"]!.GetValue<Guid>(), person, sender, recipient, planned.Service, planned.Area, packages, planned.VitalInterest,
            [.. consents.OfType<Consent>()], consents.OfType<Consent>().Select(consent => consent.Until).Append(DateOnly.MaxValue).Min());
        Referrals.Add(sent);
        foreach (var move in planned.Moves) await MoveAsync(sent, move, planned.By);
    }

    /// <summary>The last day of the assessment of exports: of every second agency it ends before the days ahead are over.</summary>
    public DateOnly AssessedUntil(Agency agency) => started.AddDays(Agencies.IndexOf(agency) % 2 == 0 ? 3 : 300);

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
            reason = "Invented.",
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

    /// <summary>A move by whoever may make it, where it is allowed; anything else is left out.</summary>
    private async Task MoveAsync(Referral referral, string move, int by)
    {
        var receiver = Of([.. Members.Where(member => ReferenceModel.SeesAsReceiver(member, referral))], by);
        var sender = Of([.. Members.Where(member => ReferenceModel.MovesAsSender(member, referral) && ReferenceModel.KeepsCases(member))], by);
        var second = Of([.. Members.Where(member => ReferenceModel.MovesAsSender(member, referral) && member != referral.SentBy && member.Is("supervisor", "protection-officer", "focal-point"))], by);
        switch (move, referral.Status)
        {
            case ("acknowledge", "sent"):
                await StepAsync(referral, receiver, "acknowledgement", new { }, "acknowledged", "acknowledged");
                break;
            case ("accept", "sent" or "acknowledged") when referral.Until >= Today && referral.Consents.All(consent => !consent.Withdrawn):
                await StepAsync(referral, receiver, "acceptance", new { note = "Invented." }, "accepted", "accepted");
                break;
            case ("reject", "sent" or "acknowledged"):
                await StepAsync(referral, receiver, "rejection", new { reasonCode = "no-capacity" }, "rejected", "rejected", "no-capacity");
                break;
            case ("outcome", "accepted"):
                await StepAsync(referral, receiver, "outcomes", new { outcomeCode = "partly-provided" }, "outcome", "accepted");
                break;
            case ("finish", "accepted"):
                await StepAsync(referral, receiver, "outcomes", new { outcomeCode = "provided", final = true }, "outcome", "closed", "provided");
                if (referral.Ended) referral.Steps.Add(("closed", referral.To));
                break;
            case ("return", "accepted"):
                await StepAsync(referral, receiver, "return", new { reasonCode = "no-capacity" }, "returned", "returned", "no-capacity");
                break;
            case ("revoke", _) when !referral.Ended:
                await StepAsync(referral, sender, "revocation", new { }, "revoked", "revoked", "sender");
                break;
            case ("approve", _) when referral is { VitalInterest: true, Approved: false, Ended: false } && second is not null:
                await StepAsync(referral, second, "approval", new { }, "approved", referral.Status);
                referral.Approved = true;
                break;
            case ("follow-up", "rejected" or "returned") when !referral.FollowedUp && sender is not null:
                await StepAsync(referral, sender, "follow-up", new { action = "served-by-sender" }, "followed-up", referral.Status, referral.EndReason);
                referral.FollowedUp = true;
                break;
            case ("withdraw", _) when referral.Consents.FirstOrDefault(consent => !consent.Withdrawn) is { } consent && KeeperOf(referral.Person) is not null:
                await WithdrawAsync(consent);
                break;
            case ("transfer", _):
                await TransferAsync(referral.Person, by);
                break;
            case ("reassign", _):
                await AssignAsync(referral.Person, by, by + 1);
                break;
        }
    }

    private async Task StepAsync(Referral referral, Member? by, string route, object body, string step, string status, string? reason = null)
    {
        if (by is null) return;

        (await As(by).PostAsync($"/api/referrals/{referral.Id}/{route}", body)).Expect(200);
        (referral.Status, referral.EndReason) = (status, reason);
        referral.Steps.Add((step, by.Agency));
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

    private static void End(Referral referral, string reason)
    {
        (referral.Status, referral.EndReason) = ("revoked", reason);
        referral.Steps.Add(("revoked", null));
    }

    /// <summary>What ended by itself: the services are told within a second, and look every five.</summary>
    private async Task SettleAsync()
    {
        var model = new ReferenceModel(this);
        foreach (var referral in Referrals.Where(referral => !referral.Ended && !model.Stands(referral)))
        {
            End(referral, referral.Until < Today ? "consent-expired" : "agreement-ended");
            await Eventually.TrueAsync(async () => await StatusOfAsync(referral) == "revoked", TimeSpan.FromSeconds(30), () => $"{referral.Id} ({referral.EndReason}) goes on. Seed {seed}");
        }

        foreach (var member in Members.Where(member => !model.MayEnter(member)))
        {
            await Eventually.TrueAsync(async () => (await As(member).With(platform.AddressOf("registrations")).GetAsync("/people")).Status == 401
                && (await As(member).With(platform.AddressOf("referrals")).GetAsync("/services")).Status == 401, TimeSpan.FromSeconds(20));
        }
    }

    /// <summary>Waits until the ledger of disclosures has heard of every referral all that happened to it.</summary>
    public async Task HeardAsync()
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        List<string> missing = [];
        await Eventually.TrueAsync(async () =>
        {
            await using var command = new NpgsqlCommand("select referral_id, accepted_at is not null, coalesce(ended_as, ''), coalesce(open_version = ended_version - 1, false), open_version is not null from handed_on", database);
            await using var reader = await command.ExecuteReaderAsync();
            var heard = new HashSet<string>();
            while (await reader.ReadAsync())
            {
                var (accepted, endedAs, proved) = (reader.GetBoolean(1), reader.GetString(2), reader.GetBoolean(3));
                if (reader.GetBoolean(4)) heard.Add($"{reader.GetGuid(0)} {accepted} {endedAs}{(endedAs == "revoked" && !accepted ? $" {proved}" : "")}");
            }

            missing = [.. Referrals.Where(referral => !Expected(referral).Any(heard.Contains)).Select(referral => $"{referral.Id} {referral.Status}")];
            return missing.Count == 0;
        }, TimeSpan.FromSeconds(30), () => $"The ledger has not heard all of {string.Join(", ", missing)}. Seed {seed}");

        // where something was approved before, the last word on it may be no proof
        static IEnumerable<string> Expected(Referral referral)
        {
            var accepted = referral.Steps.Exists(step => step.Event == "accepted");
            var told = $"{referral.Id} {accepted} {(referral.Ended ? referral.Status : "")}";
            return referral.Status != "revoked" || accepted ? [told] : referral.Approved ? [$"{told} {true}", $"{told} {false}"] : [$"{told} {true}"];
        }
    }

    private async Task<string?> StatusOfAsync(Referral referral)
    {
        await using var database = await platform.OpenDatabaseAsync("referrals");
        await using var status = new NpgsqlCommand("select status from referrals where referral_id = $1", database) { Parameters = { new() { Value = referral.Id } } };
        return (string?)await status.ExecuteScalarAsync();
    }

    private Member? KeeperOf(Person person) => Members.FirstOrDefault(member => ReferenceModel.Keeps(member, person));

    private static T? Of<T>(IReadOnlyList<T> all, int pick)
        where T : class => all.Count == 0 ? null : all[pick % all.Count];

    private async Task PlantAsync(Plan plan)
    {
        await IdentityAsync("drop index if exists there_is_one_lead");   // a world of its own beside that of the demo
        foreach (var (planned, at) in plan.Agencies.Select((planned, at) => (planned, at)))
        {
            var agency = new Agency(Guid.CreateVersion7(), $"{planned.Kind}-{run}-{at}", planned.Kind);
            Agencies.Add(agency);
            await IdentityAsync("insert into agencies (agency_id, code, name, kind) values ($1, $2, 'Invented', $3)", agency.Id, agency.Code, agency.Kind);
            List<Team> teams = [.. Enumerable.Range(0, planned.Teams).Select(team => new Team(Guid.CreateVersion7(), agency, $"team-{team}"))];
            Teams.AddRange(teams);
            foreach (var team in teams)
            {
                await IdentityAsync("insert into teams (team_id, agency_id, code, name, area_codes) values ($1, $2, $3, 'Invented', '{*}')", team.Id, agency.Id, team.Code);
            }

            List<Plan.PlannedMember> members = [.. planned.Members];
            if (agency.HoldsCases) members.Add(new Plan.PlannedMember(["focal-point", "auditor"], []));   // there are one of each everywhere
            if (agency.Kind == "lead") members.Add(new Plan.PlannedMember(["access-admin"], []));   // who is told of everybody's access
            foreach (var (member, number) in members.Select((member, number) => (member, number)))
            {
                var name = $"{agency.Code}-{(number == planned.Members.Count ? "desk" : number.ToString(CultureInfo.InvariantCulture))}";
                Members.Add(new Member(Guid.CreateVersion7(), agency, name, member.Roles, [.. member.Teams.Select(team => teams[team])]));
            }
        }

        foreach (var agency in Agencies)
        {
            await IdentityAsync(
                """
                insert into impact_assessments (assessment_id, agency_id, feature, version, summary, review_on, asked_by, asked_at, approved_by, approved_at)
                values (gen_random_uuid(), $1, 'export-of-files', 1, 'Invented.', $2, gen_random_uuid(), now(), gen_random_uuid(), now())
                """,
                agency.Id, AssessedUntil(agency));
            await IdentityAsync("insert into agency_features (agency_id, feature, switched_by, switched_at) values ($1, 'export-of-files', gen_random_uuid(), now())", agency.Id);
        }

        foreach (var member in Members)
        {
            await IdentityAsync(
                """
                insert into clients (id, agency_id, active, roles, team_ids, area_codes, demo, client_id, client_secret, client_type, concurrency_token, consent_type, permissions, settings, requirements, properties)
                select $1, $2, true, $3, $4, '{*}', false, $5, $6, client_type, gen_random_uuid(), consent_type, permissions, settings, requirements, properties
                  from clients where client_id = 'amal-health-system'
                """,
                member.Id, member.Agency.Id, member.Roles.ToArray(), member.Teams.Select(team => team.Id).ToArray(), member.Name,
                Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(SecretOf(member.Name)))));
        }

        foreach (var (planned, at) in plan.Agreements.Select((planned, at) => (planned, at)))
        {
            Agency[] parties = [.. planned.Agencies.Select(pick => Of(Agencies, pick)!).Distinct()];
            if (parties.Length < 2) continue;

            var agreement = new Agreement(Guid.CreateVersion7(), parties, planned.Purposes, planned.Packages, planned.Area, Today.AddDays(-30), Today.AddDays(planned.Until)) { Active = planned.Active };
            Agreements.Add(agreement);
            await IdentityAsync(
                "insert into agreements (agreement_id, code, agency_ids, purposes, packages, area_codes, valid_from, valid_until, active) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                agreement.Id, $"agreement-{run}-{at}", parties.Select(party => party.Id).ToArray(), planned.Purposes.ToArray(), planned.Packages.ToArray(),
                new[] { planned.Area }, agreement.From, agreement.Until, agreement.Active);
        }
    }

    /// <summary>Waits until both services know all that identity does: they look every five seconds.</summary>
    private async Task KnownAsync()
    {
        var version = await VersionAsync("identity", "select version from standing");
        foreach (var service in (string[])["registrations", "referrals"])
        {
            await Eventually.TrueAsync(async () => await VersionAsync(service, "select coalesce(max(version), 0) from access.agreed_version") >= version, TimeSpan.FromSeconds(20), () => $"{service} does not know version {version}. Seed {seed}");
        }

        async Task<long> VersionAsync(string service, string sql)
        {
            await using var database = await platform.OpenDatabaseAsync(service);
            await using var command = new NpgsqlCommand(sql, database);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    private async Task SuspendAsync(string table, string key, Guid id)
    {
        Suspended.Add(id);
        await IdentityAsync($"update {table} set active = false where {key} = $1", id);
    }

    private async Task IdentityAsync(string sql, params object[] values)
    {
        await using var database = await platform.OpenDatabaseAsync("identity");
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }

    private static string SecretOf(string name) => $"secret of {name}";
}
