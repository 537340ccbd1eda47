namespace Platform.Scope.Tests;

/// <content>Who takes part, and what overseers are told.</content>
public sealed partial class Comparison
{
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
}
