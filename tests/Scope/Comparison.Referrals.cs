namespace Platform.Scope.Tests;

/// <content>Referrals, and who is told of them.</content>
public sealed partial class Comparison
{
    private static readonly string[] Boxes = ["inbox", "sent"];

    private async Task ReferralsAsync(Member member, Door referrals)
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
                Found(member, reads, sees, () => $"{referral.Status} {ReferenceModel.ServiceOf(member, referral)} {model.FieldsOf(member, referral)};{(ReferenceModel.SeesAsSender(member, referral) && referral.Status is "rejected" or "returned" ? Ids(model.NextProviders(referral)) : "")}"),
                Told(await referrals.GetAsync(path), view => $"{view.Text("status")} {view.Text("serviceCode")} {FieldsOf(view)};{Ids(view["nextProviders"]?.AsArray().Select(offer => offer.Id("agencyId")) ?? [])}"));
            Compare(
                member, $"GET {path}/history",
                Found(member, reads, sees, () => model.HistoryOf(member, referral)),
                Told(await referrals.GetAsync($"{path}/history"), list => string.Join(' ', list["items"]!.AsArray().Select(step => step.Text("event")).Where(step => step != "overdue"))));
        }
    }

    /// <summary>
    /// That something arrived, to the receiver's focal points. When a clock ran out, first to the focal points of both sides, then to the coordinators of its area, and where that is
    /// to them alone. Of other things, what is theirs.
    /// </summary>
    private async Task NoticesAsync(Member member, Door referrals)
    {
        var may = member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "focal-point", "protection-officer", "coordinator");
        var theirs = world.Referrals.Where(referral => ReferenceModel.Sees(member, referral) || ReferenceModel.WasTold(member, referral)).Select(referral => referral.Id).ToHashSet();
        var arrived = world.Referrals.Where(referral => ReferenceModel.SeesAsReceiver(member, referral)).Select(referral => referral.Id).Order();
        var (status, notices) = await LinesAsync(referrals, "/notices?limit=50");
        var ofReferrals = notices.FindAll(notice => notice["referralId"] is not null);
        var foreign = ofReferrals.Where(notice => notice.Text("kind") is not "overdue" && !theirs.Contains(notice.Id("referralId")));
        Compare(
            member, "GET notices",
            Allowed(member, may, () => $"{Ids(arrived)};{Sorted(overdue.Where(one => ReferenceModel.IsToldOf(member, one)).Select(one => $"{one.Referral.Id} {one.Clock} {one.Level} {(one.Level == 2 ? one.Referral.Area[..6] : "")}"))};"),
            status == 200 ? $"200 {Ids(ofReferrals.Where(notice => notice.Text("kind") == "sent").Select(notice => notice.Id("referralId")).Order())};"
                + $"{Sorted(ofReferrals.Where(notice => notice.Text("kind") == "overdue").Select(notice => $"{notice.Id("referralId")} {notice.Text("clock")} {notice["level"]} {notice.Text("areaCode")}"))};{Ids(foreign.Select(notice => notice.Id("referralId")))}" : $"{status}");
    }

    /// <summary>An object's fields in order, those of the packet behind it in brackets.</summary>
    private static string FieldsOf(JsonObject view) => string.Join(' ', view.Select(field => field switch
    {
        { Key: "packet", Value: JsonObject packet } => $"packet({packet.FieldNames()})",
        { Key: "packet", Value: { } word } => $"packet({word.GetValue<string>()})",
        _ => field.Key,
    }).Order(StringComparer.Ordinal));
}
