namespace Platform.Scope.Tests;

/// <content>What is seen at sites.</content>
public sealed partial class Comparison
{
    private async Task VisitsAsync(Member member, Door registrations)
    {
        var may = ReferenceModel.SeesVisits(member);
        foreach (var state in (string?[])[null, "done", "advocacy-used"])
        {
            var seen = world.Visits.Where(visit => ReferenceModel.Sees(member, visit) && (state is null || visit.State == state)).Reverse();
            Compare(
                member, $"GET visits {state}", Allowed(member, may, () => string.Join('\n', seen.Select(visit => $"{visit.Id} {visit.State} {visit.HasAnnex}"))),
                await AllAsync(registrations, $"/visits?limit=3{(state is null ? "" : $"&state={state}")}", "visitId", line => $"{line.Text("state")} {line["hasAnnex"]!.GetValue<bool>()}", "\n"));
        }

        Compare(
            member, "GET visits/summaries", Allowed(member, may, () => string.Join('\n', world.Visits.Where(visit => ReferenceModel.ReadsSummary(member, visit)).Reverse().Select(visit => $"{visit.Id} {world.Narrative}"))),
            await AllAsync(registrations, "/visits/summaries?limit=3", "visitId", line => line.Text("summary")!, "\n"));
        foreach (var visit in world.Visits)
        {
            Compare(
                member, $"GET /visits/{visit.Id}/advocacy-uses", Found(member, may, ReferenceModel.Sees(member, visit), () => visit.SharedBy is null ? "" : $"{visit.Use} {world.Narrative}"),
                await AllAsync(registrations, $"/visits/{visit.Id}/advocacy-uses?limit=7", "useId", line => line.Text("what")));
            Compare(
                member, $"GET /visits/{visit.Id}",
                Found(member, may, ReferenceModel.Sees(member, visit), () => $"{visit.State} {FieldsOf(visit)}"),
                Told(await registrations.GetAsync($"/visits/{visit.Id}"), view => $"{view.Text("state")} {view.FieldNames()}"));
            var annex = Found(member, may, ReferenceModel.Sees(member, visit) && visit.HasAnnex, () => world.Narrative);
            Compare(
                member, $"GET /visits/{visit.Id}/annex", annex.StartsWith("200", StringComparison.Ordinal) && !ReferenceModel.ReadsAnnex(member, visit) ? "403" : annex,
                Told(await registrations.GetAsync($"/visits/{visit.Id}/annex"), view => view.Text("text")!));
            Compare(
                member, $"GET /visits/{visit.Id}/requests", Found(member, may, ReferenceModel.Sees(member, visit), () => $"{visit.Request} {world.Narrative}"),
                await AllAsync(registrations, $"/visits/{visit.Id}/requests?limit=7", "requestId", line => line.Text("what")));
            Compare(
                member, $"GET /visits/{visit.Id}/roster", Found(member, may, ReferenceModel.Sees(member, visit), () => $"{visit.Entry}"),
                Told(await registrations.GetAsync($"/visits/{visit.Id}/roster"), view => Ids(view["items"]!.AsArray().Select(entry => entry.Id("entryId")))));
        }
    }

    private async Task PlacesAsync(Member member, Door registrations)
    {
        var may = ReferenceModel.SeesVisits(member);
        foreach (var (kind, id, fields) in ((string, string, string)[])[("disembarkations", "disembarkationId", "agencyId details disembarkationId recordedAt recordedBy updatedAt version"), ("missions", "missionId", "agencyId details missionId recordedAt recordedBy state updatedAt version"), ("outreach-sessions", "sessionId", "agencyId details recordedAt recordedBy sessionId updatedAt version")])
        {
            var records = world.FieldRecords.FindAll(record => record.Kind == kind);
            Compare(member, $"GET {kind}", Allowed(member, may, () => Ids(Enumerable.Reverse(records).Where(record => ReferenceModel.Sees(member, record)).Select(record => record.Id))), await AllAsync(registrations, $"/{kind}?limit=3", id));
            foreach (var record in records)
            {
                Compare(
                    member, $"GET /{kind}/{record.Id}",
                    Found(member, may, ReferenceModel.Sees(member, record), () => record.Team is null ? fields : fields.Replace("updatedAt", "teamId updatedAt", StringComparison.Ordinal)),
                    Told(await registrations.GetAsync($"/{kind}/{record.Id}"), view => view.FieldNames()));
            }
        }
    }

    /// <summary>What an administrator of the lead is told of this member's access to these is what their own reads answer.</summary>
    private async Task ExplainedPlacesAsync(Member member)
    {
        var asked = world.Members.IndexOf(member);
        foreach (var record in world.FieldRecords.Where((_, at) => AdministratorOfLead is not null && at % Sample == asked % Sample))
        {
            var sees = model.MayEnter(member) && ReferenceModel.Sees(member, record);
            var part = record.Kind switch { "visits" => "visit", "disembarkations" => "disembarkation", "missions" => "mission", _ => "outreach-session" };
            Compare(
                member, $"access to {record.Kind} {record.Id}", $"200 {(sees ? part : "")}{(sees && record.HasAnnex && ReferenceModel.ReadsAnnex(member, record) ? " annex" : "")};{sees && ReferenceModel.Keeps(member, record)}",
                Told(await At(AdministratorOfLead!, "registrations").GetAsync($"/operations/access?member={member.Id}&record={record.Id}"), Explained));
        }
    }

    private static string FieldsOf(FieldRecord visit)
    {
        var ofATeam = visit.Team is null ? OfAVisit : OfAVisit.Replace("updatedAt", "teamId updatedAt", StringComparison.Ordinal);
        return visit.SharedBy is null ? ofATeam : ofATeam.Replace("state", "reviewedBy state", StringComparison.Ordinal);
    }

    private const string OfAVisit = "agencyId details hasAnnex recordedAt recordedBy state updatedAt version visitId";
}
