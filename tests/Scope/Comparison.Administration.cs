namespace Platform.Scope.Tests;

/// <content>What identity lists to administrators, and to members.</content>
public sealed partial class Comparison
{
    private async Task AdministrationAsync(Member member, Door identity)
    {
        var other = world.Agencies[world.Members.IndexOf(member) % world.Agencies.Count];
        var ofLead = ReferenceModel.IsAdministratorOfLead(member);
        foreach (var agency in new[] { member.Agency, other }.Distinct())
        {
            var (may, theirs) = (ReferenceModel.Administers(member), ReferenceModel.Administers(member, agency));
            Compare(
                member, $"users of {agency.Code}", Found(member, may, theirs, () => $"{agency.Id} {World.LoginAt(agency)} invited {World.RoleOfPeople} * {OfAUser}"),
                Told(await identity.GetAsync($"/api/users?agency={agency.Id}"), list => Lines(list, user => $"{user.Id("agencyId")} {user.Text("login")} {user.Text("state")} {Words(user, "roles")} {Words(user, "areaCodes")} {user.FieldNames()}")));
            Compare(
                member, $"clients of {agency.Code}",
                Found(member, may, theirs, () => Sorted(OfAgency(agency).Select(one =>
                    $"{one.Id} {one.Name} {(world.Suspended.Contains(one.Id) ? "suspended" : "active")} {string.Join(' ', one.Roles)} {Ids(one.Teams.Select(team => team.Id))} {string.Join(' ', one.Areas)} {OfAClient}"))),
                Told(await identity.GetAsync($"/api/clients?agency={agency.Id}"), list => Lines(list, client =>
                    $"{client.Id("id")} {client.Text("clientId")} {client.Text("state")} {Words(client, "roles")} {Words(client, "teamIds")} {Words(client, "areaCodes")} {client.FieldNames()}")));
            Compare(
                member, $"teams of {agency.Code}",
                Found(member, true, member.Agency == agency || ofLead, () => Sorted(world.Teams.Where(team => team.Agency == agency).Select(team =>
                    $"{team.Id} {team.Code} {(team.Evacuated ? "evacuated" : "active")} {team.Area} areaCodes code {(team.Evacuated ? "evacuatedAt " : "")}name state teamId version"))),
                Told(await identity.GetAsync($"/api/teams?agency={agency.Id}"), list => Lines(list, team => $"{team.Id("teamId")} {team.Text("code")} {team.Text("state")} {Words(team, "areaCodes")} {team.FieldNames()}")));
            var state = world.Suspended.Contains(agency.Id) ? "suspended" : "active";
            Compare(
                member, $"GET agencies/{agency.Code}", Found(member, may, theirs, () => $"{agency.Id} {agency.Kind} {state} {OfAnAgency}"),
                Told(await identity.GetAsync($"/api/agencies/{agency.Id}"), view => $"{view.Id("agencyId")} {view.Text("kind")} {view.Text("state")} {view.FieldNames()}"));
            Compare(
                member, $"features of {agency.Code}", Found(member, may, theirs, () => $"export-of-files {model.ExportsOf(agency)}"),
                Told(await identity.GetAsync($"/api/agencies/{agency.Id}/features"), list => Lines(list, feature =>
                    $"{feature.Text("feature")} {feature["switchedOn"]!.GetValue<bool>()} {feature["on"]!.GetValue<bool>()} {Words(feature, "missing").Replace(' ', '+')} {feature.Text("until")}")));
            Compare(
                member, $"access of {agency.Code}",
                Allowed(member, ofLead, () => $"{state};{Sorted(model.HoldersOf(agency))};{Sorted(model.Binding(agency).Select(agreement => agreement.Code))};export-of-files;{Sorted(model.EndingOf(agency))};{OfAnAccess}"),
                Told(await identity.GetAsync($"/api/agencies/{agency.Id}/access"), access => $"{access["agency"].Text("state")};{Sorted(access["roles"]!.AsArray().Select(held => $"{held.Text("role")} {held!["people"]} {held["systems"]}"))};"
                    + $"{Sorted(access["agreements"]!.AsArray().Select(agreement => agreement.Text("code")!))};{Sorted(access["features"]!.AsArray().Select(feature => feature.Text("feature")!))};"
                    + $"{Sorted(access["endsSoon"]!.AsArray().Select(end => $"{end.Text("what")} {end.Text("code")}"))};{access.FieldNames()}"));
            Compare(
                member, $"reviews of {agency.Code}", Allowed(member, ofLead, () => $"{world.Reviews[agency]} {OfAReview}"),
                Told(await identity.GetAsync($"/api/agencies/{agency.Id}/reviews"), list => Lines(list, review => $"{review.Id("reviewId")} {review.FieldNames()}")));
            Compare(
                member, $"assessment of {agency.Code}", Allowed(member, ofLead, () => AssessmentOf(agency)),
                Told(await identity.GetAsync($"/api/impact-assessments/{world.Assessments[agency]}"), Assessed));
        }

        Compare(
            member, "GET impact-assessments", Allowed(member, ofLead, () => Sorted(world.Agencies.Select(AssessmentOf))),
            Told(await identity.GetAsync("/api/impact-assessments"), list => Sorted(list["items"]!.AsArray().Where(item => world.Assessments.ContainsValue(item.Id("assessmentId"))).Select(item => Assessed(item!.AsObject())))));
        Compare(
            member, "GET agreements", Allowed(member, ReferenceModel.Administers(member), () => Sorted(world.Agreements.Where(agreement => ReferenceModel.Sees(member, agreement)).Select(Signed))),
            Told(await identity.GetAsync("/api/agreements"), list => Sorted(list["items"]!.AsArray().Where(item => item.Text("code")!.StartsWith(world.CodesBegin, StringComparison.Ordinal)).Select(item => Agreed(item!.AsObject())))));
        foreach (var agreement in world.Agreements)
        {
            Compare(
                member, $"GET agreements/{agreement.Code}", Found(member, ReferenceModel.Administers(member), ReferenceModel.Sees(member, agreement), () => Signed(agreement)),
                Told(await identity.GetAsync($"/api/agreements/{agreement.Id}"), Agreed));
        }

        string Signed(Agreement agreement) => $"{agreement.Id} {model.StateOf(agreement)} {Ids(agreement.Parties.Select(party => party.Id).Order())} {string.Join(' ', agreement.Packages)} {agreement.Area} {OfAnAgreement}";
        static string Agreed(JsonObject view) => $"{view.Id("agreementId")} {view.Text("state")} {Words(view, "partyIds")} {Words(view, "packages")} {Words(view, "areaCodes")} {view.FieldNames()}";
        string AssessmentOf(Agency agency) => $"{world.Assessments[agency]} {agency.Id} {(world.AssessedUntil(agency) < world.Started ? "lapsed" : "approved")} {OfAnAssessment}";
        static string Assessed(JsonObject view) => $"{view.Id("assessmentId")} {view.Id("agencyId")} {view.Text("state")} {view.FieldNames()}";
        static string Lines(JsonObject list, Func<JsonObject, string> told) => Sorted(list["items"]!.AsArray().Select(item => told(item!.AsObject())));
    }

    private static string Words(JsonObject item, string field) => string.Join(' ', item[field]!.AsArray().Select(word => word!.GetValue<string>()));

    private const string OfAUser = "agencyId areaCodes hasAuthenticator login roles state teamIds userId version";
    private const string OfAClient = "agencyId areaCodes clientId id roles state teamIds";
    private const string OfAnAgency = "agencyId areaCodes code kind name state totpRequired totpRoles version";
    private const string OfAnAccess = "agency agreements endsSoon features reviewedAt roles usedInNinetyDays";
    private const string OfAReview = "agencyId nextOn note reviewId reviewedAt reviewedBy";
    private const string OfAnAssessment = "agencyId approvedAt approvedBy askedAt askedBy assessmentId feature reviewOn state summary version";
    private const string OfAnAgreement = "agreementId areaCodes code from leftIds packages partyIds purposes signedIds state until";
}
