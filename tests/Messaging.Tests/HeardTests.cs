using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Contracts;
using Platform.Tests.Running;

namespace Platform.Messaging.Tests;

/// <summary>What is heard on the bus of all that happens, how soon, and on which kind of queues.</summary>
[Collection(nameof(MessagingPlatform))]
public sealed partial class HeardTests(MessagingPlatform bus)
{
    private static readonly Dictionary<string, Type> Contracts = typeof(IEvent).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true } && typeof(IEvent).IsAssignableFrom(type)).ToDictionary(type => type.Name);

    [Fact]
    public async Task Every_move_is_heard_once_and_says_what_its_contract_says()
    {
        var ear = await bus.ListenAsync([.. Contracts.Values.Select(type => $"{type.Namespace}:{type.Name}")]);
        var to = await bus.Amal.AgencyIdAsync("bayt-shelter");
        var person = await bus.Amal.RegisterAsync();
        (await bus.Amal.PutAsync($"/api/people/{person}", Partner.Person(file => file["phone"] = "+218910000088"), "\"1\"")).Expect(200);
        var consent = await bus.Amal.ConsentAsync(person, to);

        var closed = await ReferAsync();
        await MoveAsync(bus.Bayt, closed, "acknowledgement", new { });
        await MoveAsync(bus.Bayt, closed, "acceptance", new { });
        await MoveAsync(bus.Bayt, closed, "outcomes", new { outcomeCode = "partly-provided" });
        await MoveAsync(bus.Bayt, closed, "outcomes", new { outcomeCode = "provided", final = true });
        var rejected = await ReferAsync();
        await MoveAsync(bus.Bayt, rejected, "rejection", new { reasonCode = "no-capacity" });
        await MoveAsync(bus.Amal, rejected, "follow-up", new { action = "served-by-sender" });
        var returned = await ReferAsync();
        await MoveAsync(bus.Bayt, returned, "acceptance", new { });
        await MoveAsync(bus.Bayt, returned, "return", new { reasonCode = "no-capacity" });
        var revoked = await ReferAsync();
        await MoveAsync(bus.Amal, revoked, "revocation", new { });
        var late = await ReferAsync();
        await bus.ExecuteAsync("referrals", "update referral_clocks set next_at = now() - interval '1 second' where referral_id = $1 and clock = 'acknowledge'", late);
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(late).EndsWith("ReferralOverdue 2", StringComparison.Ordinal)));
        (await bus.Amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
        await bus.Platform.PlantUserAsync("hub-supervisor@iom-libya.demo", "tripoli", "supervisor");
        var (lead, hub) = (new Partner(bus.Platform, "iom-libya"), await bus.Platform.SignInAsync("hub-supervisor@iom-libya.demo"));
        var moved = await lead.RegisterAsync();
        var offered = await Eventually.AsyncValue(() => lead.PostAsync($"/api/people/{moved}/transfers", new { team = "tripoli" }), answer => answer.Status == 201);   // each replica learns of the supervisor by itself
        var transfer = offered.Json.Id("transferId");
        await Eventually.AsyncValue(() => hub.PostAsync($"/api/transfers/{transfer}/acceptance", new { caseworker = "hub-supervisor@iom-libya.demo" }), answer => answer.Status == 200);
        var code = (await hub.GetAsync($"/api/people/{moved}")).Json.Text("caseCode");
        var glass = (await lead.PostAsync("/api/emergency-access", new { caseCode = code, reason = "Nobody of Tripoli answers (invented)." })).Expect(201).Json.Id("accessId");
        var (twice, duplicate) = (await lead.RegisterAsync(), await lead.RegisterAsync());
        var merge = (await lead.PostAsync($"/api/people/{twice}/merges", new { personId = duplicate })).Expect(201).Json.Id("mergeId");
        (await (await bus.Platform.SignInAsync("supervisor@iom-libya.demo")).PostAsync($"/api/merges/{merge}/confirmation", new { })).Expect(200);
        (await lead.PostAsync($"/api/merges/{merge}/undo", new { })).Expect(200);
        var gone = await lead.RegisterAsync();
        var erasure = (await lead.PostAsync($"/api/people/{gone}/erasure", new { reasonCode = "person-asked" })).Expect(201).Json.Id("erasureId");
        (await (await bus.Platform.SignInAsync("protection-officer@iom-libya.demo")).PostAsync($"/api/erasures/{erasure}/approval", new { })).Expect(200);
        var officer = await bus.Platform.SignInAsync("protection-officer@iom-libya.demo");
        (await officer.PostAsync($"/api/people/{moved}/legal-hold", new { reasonCode = "court", until = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(9) })).Expect(204);
        (await officer.DeleteAsync($"/api/people/{moved}/legal-hold")).Expect(204);
        var hold = await bus.ScalarAsync<Guid>("registrations", "select hold_id from legal_holds where person_id = $1", moved);
        var wrong = await AskAsync("correction");
        (await bus.Amal.PostAsync($"/api/requests/{wrong}/answer", new { versionBefore = 1, versionAfter = 2 })).Expect(200);
        var slow = await AskAsync("access");
        await bus.ExecuteAsync("registrations", "update subject_requests set next_at = now() - interval '1 second' where request_id = $1", slow);
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(slow) == "SubjectRequestReminded 2"), TimeSpan.FromSeconds(20), () => HeardOf(slow));
        await bus.ExecuteAsync("registrations", "update subject_requests set next_at = now() - interval '1 second', due_on = current_date - 2 where request_id = $1", slow);
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(slow) == "SubjectRequestReminded 2, SubjectRequestOverdue 3"), TimeSpan.FromSeconds(20), () => HeardOf(slow));
        var visit = (await bus.Amal.PostAsync("/api/visits", new { site = "Invented", siteType = "urban", areaCode = "LY031901" })).Expect(201).Json.Id("visitId");
        var asked = (await bus.Amal.PostAsync($"/api/visits/{visit}/requests", new { what = "Invented.", dueOn = DateOnly.FromDateTime(DateTime.UtcNow) })).Expect(201).Json.Id("requestId");
        await bus.ExecuteAsync("registrations", "update site_requests set next_at = now() - interval '1 second' where request_id = $1", asked);
        var landing = (await bus.Amal.PostAsync("/api/disembarkations", new { at = DateTimeOffset.UtcNow.AddHours(-1), areaCode = "LY021104", point = "Invented", forceCode = "lcg", persons = 3 })).Expect(201).Json.Id("disembarkationId");
        (await bus.Amal.PostAsync($"/api/visits/{visit}/completion", new { visitedAt = DateTimeOffset.UtcNow.AddHours(-1), access = "full" })).Expect(200);
        var tracing = (await bus.Amal.PostAsync($"/api/people/{person}/tracing", new { sought = "Invented.", wish = "Invented.", agreedBy = "self", agreedOn = "2026-01-10" })).Expect(201).Json.Id("tracingId");
        await bus.ExecuteAsync("registrations", "update tracings set follow_up_on = current_date - 2, next_at = now() - interval '1 second' where tracing_id = $1", tracing);
        var admin = await bus.Platform.SignInAsync("access-admin@iom-libya.demo");
        await bus.ExecuteAsync("registrations", """
            insert into access.audit (caller, agency, action, data_class, records, outcome)
            select gen_random_uuid(), gen_random_uuid(), 'GET /people', 'identity', array_agg(gen_random_uuid()), 'allowed' from generate_series(1, 600)
            """);
        var agency = await bus.Amal.AgencyIdAsync("unicef-libya");
        (await admin.PostAsync($"/api/agencies/{agency}/suspension", null)).Expect(204);
        (await admin.DeleteAsync($"/api/agencies/{agency}/suspension")).Expect(204);
        var another = await bus.Platform.SignInAsync("access-admin-2@iom-libya.demo");
        var team = (await admin.PostAsync("/api/teams", new { agencyId = agency, code = "heard-of", name = "Invented", areaCodes = (string[])["*"] })).Expect(201).Json.Id("teamId");
        (await admin.PostAsync($"/api/teams/{team}/evacuation", new { reasonCode = "precaution" })).Expect(200);
        (await admin.PostAsync($"/api/teams/{team}/evacuation/end", new { })).Expect(200);
        (await another.PostAsync($"/api/teams/{team}/evacuation/end/approval", null)).Expect(200);
        var agreement = await AgreeAsync(admin, another, to);
        (await admin.DeleteAsync($"/api/agreements/{agreement}")).Expect(204);

        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(late).EndsWith("ReferralRevoked 3", StringComparison.Ordinal)), otherwise: () => HeardOf(late));
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(agency).Contains("AgencyReinstated", StringComparison.Ordinal)), otherwise: () => HeardOf(agency));
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(agreement).Contains("AgreementLapsed", StringComparison.Ordinal)), otherwise: () => HeardOf(agreement));
        foreach (var service in (string[])["registrations", "referrals"])   // and nothing is still to come
        {
            await Eventually.TrueAsync(async () => await bus.ScalarAsync<long>(service, "select count(*) from messaging.outbox where aggregate = any ($1)", new[] { person, moved, twice, duplicate, closed, rejected, returned, revoked, late }) == 0);
        }

        Assert.Equal("PersonRegistered 1, PersonChanged 2, ContactMadeUnsafe 2, ConsentGiven 1, ConsentWithdrawn 2, PersonCorrected 2", HeardOf(person));
        Assert.Equal("PersonRegistered 1, PersonChanged 2, CaseTransferred 2", HeardOf(moved));
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(erasure) == "PersonErasureConfirmed 1"), otherwise: () => HeardOf(erasure));
        Assert.Equal("PersonRegistered 1, PersonErased 2", HeardOf(gone));
        Assert.Equal("PersonRegistered 1, PeopleMerged 2, MergeReverted 3", HeardOf(twice));
        Assert.Equal("PersonRegistered 1, PersonChanged 2, PersonChanged 3", HeardOf(duplicate));
        Assert.Equal("ReferralSent 1, ReferralAcknowledged 2, ReferralAccepted 3, ReferralOutcomeRecorded 4, ReferralOutcomeRecorded 5, ReferralClosed 6", HeardOf(closed));
        Assert.Equal("ReferralSent 1, ReferralRejected 2", HeardOf(rejected));
        Assert.Equal("ReferralSent 1, ReferralAccepted 2, ReferralReturned 3", HeardOf(returned));
        Assert.Equal("ReferralSent 1, ReferralRevoked 2", HeardOf(revoked));
        Assert.Equal("ReferralSent 1, ReferralOverdue 2, ReferralRevoked 3", HeardOf(late));
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(hold) == "LegalHoldPlaced 1, LegalHoldLifted 2"), otherwise: () => HeardOf(hold));
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(glass) == "EmergencyAccessOpened 1"), otherwise: () => HeardOf(glass));
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(landing) == "DisembarkationRecorded 1"), otherwise: () => HeardOf(landing));
        await bus.ExecuteAsync("registrations", "update visits set follow_up_on = current_date - 2, next_at = now() - interval '1 second' where visit_id = $1", visit);
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(visit) == "SiteVisitRecorded 2, SiteFollowUpOverdue 3"), TimeSpan.FromSeconds(20), () => HeardOf(visit));
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(asked) == "SiteRequestOverdue 2"), TimeSpan.FromSeconds(20), () => HeardOf(asked));
        await Eventually.TrueAsync(() => Task.FromResult(HeardOf(tracing) == "TracingFollowUpOverdue 2"), TimeSpan.FromSeconds(20), () => HeardOf(tracing));
        var heard = ear.Heard.Select(message => message.Body).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(ear.Heard.Any(message => TypeOf(message.Body) == "AuditHeadSealed")));
        await Eventually.TrueAsync(() => Task.FromResult(ear.Heard.Any(message => TypeOf(message.Body) == "UnusualAccessNoticed")), TimeSpan.FromSeconds(40));
        await Eventually.TrueAsync(() => Task.FromResult(ear.Heard.Any(message => TypeOf(message.Body) == "TeamRestored")));
        Assert.Empty(Contracts.Keys.Except(ear.Heard.Select(message => TypeOf(message.Body))));   // not one contract that nobody announces
        Assert.All(ear.Heard, message => AssertSaysWhatItsContractSays(message.Body));

        string HeardOf(Guid subject) => string.Join(", ", ear.Heard.Select(message => JsonNode.Parse(message.Body)!).Where(body => body["message"].Id("subjectId") == subject)
            .Select(body => $"{body["messageType"]![0]!.GetValue<string>().Split(':')[^1]} {body["message"]!["subjectVersion"]}"));
        async Task<Guid> AgreeAsync(Partner first, Partner second, Guid with)
        {
            var drafted = (await first.PostAsync("/api/agreements", Partner.Agreement("heard-of", "tracing", "LY01", await bus.Amal.AgencyIdAsync("iom-libya"), with))).Expect(201).Json.Id("agreementId");
            await bus.ExecuteAsync("identity", "update agreement_parties set signed_at = now() where agreement_id = $1", drafted);   // as if each party had
            (await second.PostAsync($"/api/agreements/{drafted}/activation", null)).Expect(200);
            return drafted;
        }

        async Task<Guid> AskAsync(string kind) => (await bus.Amal.PostAsync($"/api/people/{person}/requests", Partner.SubjectRequest(kind))).Expect(201).Json.Id("requestId");
        async Task<Guid> ReferAsync() => (await bus.Amal.PostAsync("/api/referrals", Partner.Referral(person, to))).Expect(201).Json.Id("referralId");
    }

    [Fact]
    public async Task The_trace_of_a_request_goes_on_in_the_consumer_of_another_service()
    {
        var trace = ActivityTraceId.CreateRandom();
        var (referral, person, consent) = await bus.Amal.ReferAsync("bayt-shelter");

        (await bus.Amal.SendAsync(HttpMethod.Delete, $"/api/people/{person}/consents/{consent}", null, new() { ["traceparent"] = $"00-{trace}-b7ad6b7169203331-01" })).Expect(204);

        await Eventually.TrueAsync(async () => await bus.StatusAsync(referral) == "revoked");
        await Eventually.TrueAsync(() => Task.FromResult(bus.Collector.Heard(
            Convert.FromHexString(trace.ToHexString()), "referrals"u8.ToArray(), "referrals-revoke-referrals-when-consent-withdrawn"u8.ToArray())));
    }

    [Fact]
    public async Task Consumers_queues_are_quorum_queues_that_give_no_message_up()
    {
        foreach (var queue in (string[])[
            "referrals-revoke-referrals-when-consent-withdrawn", "referrals-mark-contact-when-made-unsafe", "referrals-mark-packet-when-person-corrected",
            "referrals-tell-when-subject-request-is-late", "referrals-tell-when-site-follow-up-is-late", "referrals-tell-when-unusual-access-noticed", "referrals-tell-when-emergency-access-opened", "referrals-keep-head-when-audit-head-sealed",
            "registrations-keep-head-when-audit-head-sealed", "registrations-follow-disclosures-when-referral-moves",
            "referrals-erase-content-when-person-erased", "referrals-keep-holds-when-placed-or-lifted", "registrations-keep-proof-when-person-erasure-confirmed"])
        {
            var said = await bus.Platform.Vhost.QueueAsync(queue);
            Assert.Equal(("quorum", true), (said.Text("type"), said["durable"]!.GetValue<bool>()));
            Assert.Equal("quorum", said["arguments"].Text("x-queue-type"));
            Assert.Equal(1_000_000, said["arguments"]!["x-delivery-limit"]!.GetValue<int>());
        }
    }

    [Fact]
    public async Task A_commit_wakes_the_relay_whichever_replica_it_was_at()
    {
        var ear = await bus.ListenAsync("Platform.Contracts.Registrations.V1:PersonRegistered");
        foreach (var replica in (string[])["registrations", "registrations-2"])
        {
            var amal = new Partner(bus.Platform, "amal-health", bus.Platform.AddressOf(replica));
            var waits = new List<TimeSpan>();
            for (var round = 0; round < 15; round++)
            {
                var person = (await amal.PostAsync("/people", Partner.Person())).Expect(201).Json.Id("personId").ToString();
                var committed = Stopwatch.GetTimestamp();
                while (!ear.Heard.Any(message => message.Body.Contains(person, StringComparison.Ordinal)) && Stopwatch.GetElapsedTime(committed) < TimeSpan.FromSeconds(5))
                {
                    await Task.Delay(2);
                }

                waits.Add(Stopwatch.GetElapsedTime(committed));
            }

            Assert.InRange(waits.Order().ElementAt(waits.Count / 2), TimeSpan.Zero, TimeSpan.FromMilliseconds(200));   // it polls once a second: by that alone the middle one would wait for half of it
        }
    }

    private static async Task MoveAsync(Partner partner, Guid referral, string move, object body) => (await partner.PostAsync($"/api/referrals/{referral}/{move}", body)).Expect(200);

    private static string TypeOf(string body) => JsonNode.Parse(body)!["messageType"]![0]!.GetValue<string>().Split(':')[^1];

    private static void AssertSaysWhatItsContractSays(string body)
    {
        var message = JsonNode.Parse(body)!["message"]!.AsObject();
        Assert.Equal(Contracts[TypeOf(body)].GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order(), message.Select(field => field.Key).Order());
        foreach (var (field, value) in message)
        {
            foreach (var one in value as IEnumerable<JsonNode?> ?? [value])
            {
                Assert.True(one!.GetValueKind() is JsonValueKind.Number || IdCodeOrTime().IsMatch(one.GetValue<string>()), $"{field} of {TypeOf(body)} is {value}");
            }
        }
    }

    // an id, a code, the P-code of a municipality, a day or an instant, a hash in hexadecimal
    [GeneratedRegex(@"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|LY\d{6}|[a-z]+(-[a-z]+)*|\d{4}-\d\d-\d\d(T[0-9:.]+(Z|\+00:00))?|[0-9A-F]{64})$")]
    private static partial Regex IdCodeOrTime();
}
