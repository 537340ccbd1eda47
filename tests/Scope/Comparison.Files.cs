namespace Platform.Scope.Tests;

/// <content>People's files and what belongs to them.</content>
public sealed partial class Comparison
{
    private const string OfAPerson =
        "ageBand agePrecision agencyId areaCode birthYear caseCode caseworkerId familyName givenName languages mayLeaveMessage mergedFiles nationalities nationality note personId phone registeredAt safeToCall setting sex transliterations updatedAt version";

    private static readonly string[] OfAnEnd = ["acceptedAt", "because", "endedAs", "endedAt", "readableSince"];

    private async Task PeopleAsync(Member member, Door registrations)
    {
        var seen = world.People.Where(person => ReferenceModel.Sees(member, person)).Reverse().ToList();
        Compare(member, "GET people", Allowed(member, ReferenceModel.KeepsCases(member), () => Ids(seen.Select(person => person.Id))), await AllAsync(registrations, "/people?limit=7", "personId"));
        Compare(
            member, "GET tracing", Allowed(member, ReferenceModel.KeepsCases(member), () => string.Join('\n', seen.Select(person => $"{person.Tracing} {person.Id}"))),
            await AllAsync(registrations, "/tracing?limit=7", "tracingId", line => line.Text("personId"), "\n"));
        foreach (var household in world.People.GroupBy(person => person.Household))
        {
            var shown = household.Where(person => ReferenceModel.Sees(member, person)).ToList();
            Compare(
                member, $"GET /households/{household.Key}", Found(member, ReferenceModel.KeepsCases(member), shown.Count > 0, () => Ids(shown.Select(person => person.Id))),
                Told(await registrations.GetAsync($"/households/{household.Key}"), told => Ids(told["members"]!.AsArray().Select(one => one.Id("personId")))));
        }

        foreach (var (person, at) in world.People.Select((person, at) => (person, at)))
        {
            var sees = ReferenceModel.Sees(member, person);
            var path = $"/people/{person.Id}";
            Compare(
                member, $"GET {path}",
                Found(member, ReferenceModel.KeepsCases(member), sees, () => $"{person.Name} {(person.Team is null ? OfAPerson : OfAPerson.Replace("transliterations", "teamId transliterations", StringComparison.Ordinal))}"),
                Told(await registrations.GetAsync(path), file => $"{file.Text("givenName")} {file.FieldNames()}"));
            Compare(
                member, $"GET {path}/consents",
                Found(member, ReferenceModel.KeepsCases(member), sees, () => Ids(world.Consents.Where(consent => consent.Person == person).Select(consent => consent.Id).Order())),
                Told(await registrations.GetAsync($"{path}/consents"), list => Ids(list["items"]!.AsArray().Select(item => item.Id("consentId")).Order())));
            Compare(
                member, $"GET {path}/encounters",
                Found(member, ReferenceModel.KeepsCases(member), sees, () => $"{person.Encounter} {world.Narrative}"),
                Told(await registrations.GetAsync($"{path}/encounters"), list => string.Join('\n', list["items"]!.AsArray().Select(item => $"{item.Id("encounterId")} {item!["details"].Text("note")}"))));
            Compare(
                member, $"GET {path}/statuses",
                Found(member, ReferenceModel.KeepsCases(member), sees, () => Ids([person.Status])),
                Told(await registrations.GetAsync($"{path}/statuses"), list => Ids(list["items"]!.AsArray().Select(item => item.Id("statusId")))));
            Compare(
                member, $"GET {path}/family",
                Found(member, ReferenceModel.KeepsCases(member), sees, () => string.Join(' ', world.FamilyOf(person).Select(link => $"{link.Id} {RelativeShown(member, link.Person == person ? link.Relative : link.Person)}"))),
                Told(await registrations.GetAsync($"{path}/family"), list => string.Join(' ', list["items"]!.AsArray().Select(item => $"{item.Id("linkId")} {item!.AsObject().Text("relativeId") ?? "-"}"))));
            Compare(
                member, $"GET {path}/separation", Found(member, ReferenceModel.KeepsCases(member), sees, () => $"unaccompanied {world.Narrative}"),
                Told(await registrations.GetAsync($"{path}/separation"), told => $"{told.Text("status")} {told["said"]!.AsObject().Text("note")}"));
            Compare(
                member, $"GET {path}/tracing", Found(member, ReferenceModel.KeepsCases(member), sees, () => $"{person.Tracing} {world.Narrative}"),
                Told(await registrations.GetAsync($"{path}/tracing"), list => string.Join(' ', list["items"]!.AsArray().Select(item => $"{item.Id("tracingId")} {item!.AsObject().Text("sought")}"))));
            Compare(
                member, $"GET {path}/household", Found(member, ReferenceModel.KeepsCases(member), sees, () => $"{person.Household}"),
                Told(await registrations.GetAsync($"{path}/household"), list => Ids(list["items"]!.AsArray().Select(item => item.Id("householdId")))));
            Compare(
                member, $"GET {path}/attachments",
                Found(member, ReferenceModel.KeepsCases(member), sees, () => Ids([person.Attachment])),
                Told(await registrations.GetAsync($"{path}/attachments"), list => Ids(list["items"]!.AsArray().Select(item => item.Id("attachmentId")))));
            Compare(
                member, $"GET {path}/attachments/{person.Attachment}/content",
                Found(member, ReferenceModel.KeepsCases(member), sees, () => world.Narrative),
                Printed(await registrations.GetAsync($"{path}/attachments/{person.Attachment}/content"), content => content[9..^6]));
            var copied = Found(member, ReferenceModel.KeepsCases(member), sees, () => Copied(member, person, inWords: false));
            Compare(
                member, $"GET {path}/copy", copied.StartsWith("200", StringComparison.Ordinal) && !ReferenceModel.Keeps(member, person) ? "403" : copied,
                Told(await registrations.GetAsync($"{path}/copy"), told => $"{told["file"].Text("givenName")} {Ids(told["statuses"]!.AsArray().Select(item => item.Id("statusId")))};{Ids(told["encounters"]!.AsArray().Select(item => item.Id("encounterId")))};{Ids(told["family"]!.AsArray().Select(item => item.Id("linkId")))};{Ids(told["consents"]!.AsArray().Select(item => item.Id("consentId")).Order())};{Ids(told["requests"]!.AsArray().Select(item => item.Id("requestId")))};{Ids(told["transfers"]!.AsArray().Select(item => item.Id("transferId")).Order())}"));
            Compare(
                member, $"GET {path}/disclosures",
                Found(member, ReferenceModel.ReadsLedgers(member), ReferenceModel.SeesLedger(member, person), () => string.Join('\n', Enumerable.Reverse(world.Referrals)
                    .Where(referral => referral.Person == person).Select(referral => $"{referral.Id} {ReferenceModel.LedgerStateOf(referral)}"))),
                await AllAsync(registrations, $"{path}/disclosures?limit=7", "referralId", LedgerLine, "\n", line => line["referralId"] is not null && world.Referrals.Exists(referral => referral.Id == line.Id("referralId"))));
            Compare(
                member, $"search of {person.Id}",
                Allowed(member, ReferenceModel.KeepsCases(member), () => sees ? Ids([person.Id]) : ""),
                Told(await registrations.PostAsync("/people/search", new { name = $"{person.Name} Invented" }), list => Ids(list["items"]!.AsArray().Select(item => item.Id("personId")))));

            var recipients = world.Agencies.Where(agency => agency.HoldsCases && agency != member.Agency).ToList();
            var recipient = recipients[at % recipients.Count];
            var (packages, area) = (Packages[at % Packages.Length], Places.Districts[at % Places.Districts.Length]);
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

    /// <summary>Who else is registered is told to who sees that file, too.</summary>
    private static string RelativeShown(Member member, Person? relative) => relative is not null && ReferenceModel.Sees(member, relative) ? $"{relative.Id}" : "-";

    /// <summary>The state, and the fields that tell of it.</summary>
    private string? LedgerLine(JsonObject line) =>
        ReferenceModel.LedgerStateOf(world.Referrals.Single(referral => referral.Id == line.Id("referralId"))) is null ? null
        : string.Join(' ', line.Select(field => field.Key).Intersect(OfAnEnd).Order(StringComparer.Ordinal).Prepend(line.Text("state")!));

    private async Task TransfersAsync(Member member, Door registrations)
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

    // downloaded or not is the same state here: the members ask at the same time
    private async Task ExportsAsync(Member member, Door registrations)
    {
        var may = ReferenceModel.SeesExports(member);
        var seen = Enumerable.Reverse(world.Exports).Where(export => ReferenceModel.Sees(member, export));
        Compare(
            member, "GET exports", Allowed(member, may, () => string.Join('\n', seen.Select(export => $"{export.Id} {model.StateOf(export)}"))),
            await AllAsync(registrations, "/exports?limit=7", "exportId", StateOf, "\n"));
        foreach (var export in world.Exports)
        {
            Compare(
                member, $"GET /exports/{export.Id}", Found(member, may, ReferenceModel.Sees(member, export), () => model.StateOf(export)), Told(await registrations.GetAsync($"/exports/{export.Id}"), StateOf));
            foreach (var form in (string[])["file", "page"])
            {
                var answer = await registrations.GetAsync($"/exports/{export.Id}/{form}");
                Compare(
                    member, $"GET /exports/{export.Id}/{form}", model.FileOf(member, export),
                    (export.Made |= answer.Status == 200) && answer.Status == 200 ? $"200 {Ids(world.People.Where(person => answer.Body.Contains(person.Name, StringComparison.Ordinal)).Select(person => person.Id))}" : $"{answer.Status}");
            }
        }

        static string StateOf(JsonObject export) => export.Text("state") is var state && state == "made" ? "approved" : state!;
    }

    private async Task ErasuresAsync(Member member, Door registrations)
    {
        var reads = ReferenceModel.ReadsErasures(member);
        var seen = Enumerable.Reverse(world.Erasures).Where(erasure => ReferenceModel.Sees(member, erasure));
        Compare(member, "GET erasures", Allowed(member, reads, () => Ids(seen.Select(erasure => erasure.Id))), await AllAsync(registrations, "/erasures?limit=2", "erasureId"));
        foreach (var erasure in world.Erasures)
        {
            Compare(
                member, $"GET /erasures/{erasure.Id}",
                Found(member, reads, ReferenceModel.Sees(member, erasure), () => $"{erasure.Person.Id} {(erasure.Asked ? "asked" : "done")} {ReferenceModel.FieldsOf(member, erasure)}"),
                Told(await registrations.GetAsync($"/erasures/{erasure.Id}"), view => $"{view.Text("personId") ?? $"{erasure.Person.Id}"} {view.Text("status")} {view.FieldNames()}"));
        }
    }

    private async Task SubjectRequestsAsync(Member member, Door registrations)
    {
        var may = ReferenceModel.SeesSubjectRequests(member);
        Compare(
            member, "GET requests",
            Allowed(member, may, () => string.Join('\n', Enumerable.Reverse(world.SubjectRequests).Where(request => ReferenceModel.Sees(member, request)).Select(request => $"{request.Id} {ReferenceModel.FieldsOf(member, request, inList: true)}"))),
            await AllAsync(registrations, "/requests?limit=7", "requestId", line => line.FieldNames(), "\n"));
        foreach (var request in world.SubjectRequests)
        {
            Compare(
                member, $"GET /requests/{request.Id}", Found(member, may, ReferenceModel.Sees(member, request), () => ReferenceModel.FieldsOf(member, request)),
                Told(await registrations.GetAsync($"/requests/{request.Id}"), view => view.FieldNames()));
        }
    }

    private static readonly string[][] Packages = [["identity"], ["contact"], ["contact", "identity"]];

    private string HandOver(Member member, Person person, Agency recipient, string[] packages, string area) => model.HandOver(member, person, recipient, packages, area);

    private static string HandedOver(Answer answer) => answer.Status switch
    {
        200 => $"200 {string.Join(' ', new[] { "contact", "identity" }.Where(package => answer.Json[package] is not null))}",
        400 => $"400 {answer.Problem}",
        var other => $"{other}",
    };
}
