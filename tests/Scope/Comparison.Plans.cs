namespace Platform.Scope.Tests;

/// <content>What would be, if: the answers of those who plan, and that nothing came of it.</content>
public sealed partial class Comparison
{
    private const int DaysPlanned = 12;

    /// <summary>Each asks what an agreement would add, between other parties each time; and an administrator of the lead what this member would read of referrals, once accepted.</summary>
    private async Task WhatIfAsync(Member member, Door referrals)
    {
        var at = world.Members.IndexOf(member);
        Agency[] parties = [.. new[] { member.Agency, world.Agencies[at % world.Agencies.Count], world.Agencies[(at + 2) % world.Agencies.Count] }.Distinct().Where(party => !world.Suspended.Contains(party.Id))];
        if (parties.Length > 1)
        {
            var planned = new Agreement(
                Guid.Empty, "", parties, at % 2 == 0 ? ["service-referral"] : ["service-referral", "tracing"], at % 3 == 0 ? ["identity"] : ["identity", "contact"], Places.Areas[at % Places.Areas.Length],
                world.Today, world.Today.AddDays(DaysPlanned));
            Compare(
                member, "what an agreement would add",
                Allowed(member, ReferenceModel.Explains(member) && member.Is("access-admin"), () => Sorted(model.AddedBy(planned, member))),
                Told(await referrals.PostAsync("/operations/access/what-if", new
                {
                    then = "agreement",
                    agreement = new { agencyIds = parties.Select(party => party.Id), purposes = planned.Purposes, packages = planned.Packages, areaCodes = (string[])[planned.Area], from = planned.From, until = planned.Until },
                }), answer => Sorted(answer["adds"]!.AsArray().SelectMany(Lines))));
        }

        foreach (var (asker, referral) in world.Referrals.Where((_, index) => index % Sample == at % Sample).SelectMany(referral => Askers(referral)))
        {
            var (now, then) = (model.ReadsOf(member, referral), referral with { Status = "accepted" });
            var possible = model.CanBeAccepted(referral) && ReferenceModel.SeesAsReceiver(member, referral);   // whether it can be, not whether this member may enter
            var (parts, moves) = possible ? model.ReadsOf(member, then) : now;
            var before = await StatusAsync(referral);
            Compare(
                asker, $"what if referral {referral.Id} is accepted, for {member.Name}",
                Found(asker, ReferenceModel.Explains(asker), Concerns(asker, member), () => $"{possible} {string.Join(' ', parts)};{moves}"),
                Told(await At(asker, "referrals").PostAsync("/operations/access/what-if", new { then = "accepted", member = member.Id, record = referral.Id }), answer => $"{answer["possible"]!.GetValue<bool>()} {Explained(answer["explanation"]!)}"));
            Compare(asker, $"referral {referral.Id}, after what if", before, await StatusAsync(referral));
        }

        // one line for each package, as the product groups them by the day
        static IEnumerable<string> Lines(JsonNode? added)
        {
            var (packages, together) = (added!["packages"]!.AsArray().Select(package => package!.GetValue<string>()), added["onlyTogether"]!.GetValue<bool>());
            return (together ? [string.Join('+', packages.Order(StringComparer.Ordinal))] : packages)
                .Select(package => $"{added.Id("fromAgencyId")} {added.Id("toAgencyId")} {added.Text("purpose")} {added.Text("areaCode")} {package} {together} {added.Text("from")}");
        }

        IEnumerable<(Member Asker, Referral Referral)> Askers(Referral referral) => AdministratorOfLead is { } admin && admin != member ? [(member, referral), (admin, referral)] : [(member, referral)];
        async Task<string> StatusAsync(Referral referral) => $"{referral.Id} {await world.StatusOfAsync(referral)}";
    }

    /// <summary>An administrator of the lead asks about everybody, others of their agency about their colleagues.</summary>
    private static bool Concerns(Member asker, Member member) => asker.Agency == member.Agency || ReferenceModel.IsAdministratorOfLead(asker);

    private static string Explained(JsonNode explanation) => $"{string.Join(' ', explanation["reads"]!.AsArray().Select(part => part!.GetValue<string>()))};{explanation["changes"]!.GetValue<bool>()}";
}
