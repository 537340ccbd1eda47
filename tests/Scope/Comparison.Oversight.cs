namespace Platform.Scope.Tests;

/// <content>Who takes part, and what overseers are told.</content>
public sealed partial class Comparison
{
    private async Task OrganisationsAsync(Member member, Door identity, Door referrals)
    {
        var ours = world.Agencies.Select(agency => agency.Id).ToHashSet();
        var active = world.Agencies.Where(agency => !world.Suspended.Contains(agency.Id)).ToList();
        Compare(
            member, "GET agencies",
            Allowed(member, true, () => Ids(active.Where(agency => member.Agency.HoldsCases || agency.Kind == "lead" || agency == member.Agency).Select(agency => agency.Id).Order())),
            Told(await identity.GetAsync("/api/agencies"), list => Ids(list["items"]!.AsArray().Where(item => ours.Contains(item.Id("agencyId")) && item.FieldNames() == "agencyId code kind name").Select(item => item.Id("agencyId")).Order())));
        Compare(
            member, "GET teams", Allowed(member, true, () => Ids(world.Teams.Where(team => team.Agency == member.Agency).Select(team => team.Id).Order())),
            Told(await identity.GetAsync("/api/teams"), list => Ids(list["items"]!.AsArray().Select(item => item.Id("teamId")).Order())));
        var (service, place) = (World.Services[world.Members.IndexOf(member) % World.Services.Length], Places.Areas[1 + (world.Members.IndexOf(member) % (Places.Areas.Length - 1))]);
        foreach (var (query, isSought) in ((string, Func<Offer, bool>)[])
            [("", _ => true), ($"?areaCode={place}", offer => offer.Reaches(place)), ($"?serviceCode={service}&agencyId={member.Agency.Id}", offer => offer.Service == service && offer.Agency == member.Agency)])
        {
            Compare(
                member, $"GET services{query}",
                Allowed(member, member.Agency.HoldsCases, () => string.Join('\n', world.Offers.Where(offer => active.Contains(offer.Agency) && isSought(offer)).OrderBy(offer => offer.Service, StringComparer.Ordinal).ThenBy(offer => offer.Agency.Id)
                    .Select(offer => $"{offer.Service} {offer.Agency.Id} {string.Join(' ', offer.Areas)} {OfAService}"))),
                Told(await referrals.GetAsync($"/services{query}"), list => string.Join('\n', list["items"]!.AsArray().Where(item => ours.Contains(item.Id("agencyId")))
                    .Select(item => $"{item.Text("serviceCode")} {item.Id("agencyId")} {string.Join(' ', item!["areaCodes"]!.AsArray().Select(area => area!.GetValue<string>()))} {item.FieldNames()}"))));
        }
    }

    private const string OfAService = "acceptsReferrals agencyId areaCodes languages lastVerifiedOn serviceCode version";

    /// <summary>What an administrator of the lead is told of this member's access is what the member's own reads answer: a sample of records each, in turn.</summary>
    private async Task OversightAsync(Member member, Door registrations, Door referrals)
    {
        var colleagues = world.Members.Where(other => other.Agency == member.Agency).Select(other => other.Id).ToHashSet();
        foreach (var service in new[] { registrations, At(member, "assessments"), referrals, At(member, "identity") })
        {
            Compare(
                member, "GET operations/audit", Allowed(member, member.Agency.HoldsCases && member.Is("auditor"), () => ""),
                Told(await service.GetAsync("/operations/audit"), list => Ids(list["items"]!.AsArray().Select(entry => entry.Id("caller")).Where(caller => !colleagues.Contains(caller)))));
        }

        var (enters, asked) = (model.MayEnter(member), world.Members.IndexOf(member));
        foreach (var person in world.People.Where((_, at) => AdministratorOfLead is not null && at % Sample == asked % Sample))
        {
            var sees = enters && ReferenceModel.Sees(member, person);
            var consents = world.Consents.Exists(consent => consent.Person == person) ? " consents" : "";
            Compare(
                member, $"access to person {person.Id}", $"200 {(sees ? $"file identity contact{consents}" : "")};{(enters && ReferenceModel.Keeps(member, person)).ToString()}",
                Told(await At(AdministratorOfLead!, "registrations").GetAsync($"/operations/access?member={member.Id}&record={person.Id}"), Explained));
        }

        foreach (var referral in world.Referrals.Where((_, at) => AdministratorOfLead is not null && at % Sample == asked % Sample))
        {
            var (parts, moves) = model.ReadsOf(member, referral);
            Compare(
                member, $"access to referral {referral.Id}", $"200 {string.Join(' ', parts)};{moves}",
                Told(await At(AdministratorOfLead!, "referrals").GetAsync($"/operations/access?member={member.Id}&record={referral.Id}"), Explained));
        }

        foreach (var other in new[] { world.Members[(asked + 1) % world.Members.Count], world.Members[(asked + 7) % world.Members.Count] })
        {
            var referral = world.Referrals[asked % world.Referrals.Count];
            var (parts, moves) = model.ReadsOf(other, referral);
            Compare(
                member, $"access of {other.Name} to referral {referral.Id}", Found(member, ReferenceModel.Explains(member), Concerns(member, other), () => $"{string.Join(' ', parts)};{moves}"),
                Told(await referrals.GetAsync($"/operations/access?member={other.Id}&record={referral.Id}"), Explained));
        }
    }

    private const int Sample = 5;
}
