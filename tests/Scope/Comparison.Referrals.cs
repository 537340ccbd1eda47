namespace Platform.Scope.Tests;

/// <content>Referrals, and who is told of them.</content>
public sealed partial class Comparison
{
    private static readonly string[] Boxes = ["inbox", "sent"];

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
        var theirs = world.Referrals.Where(referral => ReferenceModel.Sees(member, referral) || ReferenceModel.WasTold(member, referral)).Select(referral => referral.Id).ToHashSet();
        var arrived = world.Referrals.Where(referral => ReferenceModel.SeesAsReceiver(member, referral)).Select(referral => referral.Id).Order();
        List<JsonObject> notices = [];
        var status = 200;
        for (var path = "/notices?limit=50"; path is not null;)
        {
            var answer = await referrals.GetAsync(path);
            if ((status = answer.Status) != 200) break;

            notices.AddRange(answer.Items().Where(notice => notice["referralId"] is not null));
            path = answer.Json.Text("next") is { } next ? $"/notices?limit=50&cursor={next}" : null;
        }

        var foreign = notices.Where(notice => !theirs.Contains(notice.Id("referralId")) && !(notice.Text("kind") == "overdue" && notice["level"]!.GetValue<int>() == 2 && member.Is("coordinator")));
        Compare(
            member, "GET notices", Allowed(member, may, () => $"{Ids(arrived)};"),
            status == 200 ? $"200 {Ids(notices.Where(notice => notice.Text("kind") == "sent").Select(notice => notice.Id("referralId")).Order())};{Ids(foreign.Select(notice => notice.Id("referralId")))}" : $"{status}");
    }

    /// <summary>An object's fields in order, those of the packet behind it in brackets.</summary>
    private static string FieldsOf(JsonObject view) => string.Join(' ', view.Select(field => field switch
    {
        { Key: "packet", Value: JsonObject packet } => $"packet({packet.FieldNames()})",
        { Key: "packet", Value: { } word } => $"packet({word.GetValue<string>()})",
        _ => field.Key,
    }).Order(StringComparer.Ordinal));
}
