using Npgsql;

namespace Platform.Scope.Tests;

/// <content>What overseers are told of what was read: asked once everybody has read all that is theirs.</content>
public sealed partial class Comparison
{
    private const string OfANotice = "caller kind noticeId records since until";

    private sealed record Noticed(Guid Id, Guid Caller, Guid Agency, string Kind);

    /// <summary>Each asks of a colleague, of somebody of another agency and of both agencies; an administrator of the lead of everybody.</summary>
    private async Task ExposureAsync(Member member, string from, string until)
    {
        var at = world.Members.IndexOf(member);
        var (colleague, stranger) = (Next(other => other.Agency == member.Agency), Next(other => other.Agency != member.Agency));
        List<(Member Asker, string About, Agency Agency, IReadOnlyList<Member> Readers)> questions =
        [
            (member, $"caller={colleague.Id}", colleague.Agency, [colleague]),
            (member, $"caller={stranger.Id}", stranger.Agency, [stranger]),
            (member, $"agency={member.Agency.Id}", member.Agency, OfAgency(member.Agency)),
            .. AdministratorOfLead is { } admin ? [(admin, $"caller={member.Id}", member.Agency, [member])] : ((Member, string, Agency, IReadOnlyList<Member>)[])[],
        ];
        foreach (var (asker, about, agency, readers) in questions)
        {
            var (may, concerns, query) = (ReferenceModel.AssessesExposure(asker), ReferenceModel.AssessesExposure(asker, agency), $"{about}&from={from}&until={until}");
            Compare(
                asker, $"people exposed, {about}",
                Found(asker, may, concerns, () => Sorted(model.ExposedPeople(readers).Select(exposed => $"{exposed.Person.Id} {agency.Id} {exposed.Kinds} caseCode {OfAnExposure} personId times"))),
                await ExposedAsync(At(asker, "registrations"), query, "personId"));
            Compare(
                asker, $"referrals exposed, {about}",
                Found(asker, may, concerns, () => Sorted(model.ExposedReferrals(readers).Select(referral => $"{referral.Id} {referral.From.Id} envelope packet {OfAnExposure} {(ReferenceModel.IsToldWhom(asker, referral) ? "personId " : "")}referralId times"))),
                await ExposedAsync(At(asker, "referrals"), query, "referralId"));
            foreach (var service in Services)
            {
                // nothing of it was read, and it is a number for everybody else
                var read = service == "registrations" ? model.ExposedPeople(readers).Where(exposed => exposed.Kinds.Contains("consent", StringComparison.Ordinal)).Select(exposed => exposed.Person.Id) : model.ExposedReferrals(readers).Select(referral => referral.Id);
                var (status, unread) = await LinesAsync(At(asker, service), $"/operations/exposure/unread?{query}");
                Compare(
                    asker, $"unread {service}, {about}", Found(asker, ReferenceModel.ListsUnread(asker), asker.Agency == agency, () => ""),
                    status == 200 ? $"200 {Ids(unread.Select(line => line.Id("recordId")).Intersect(read))}" : $"{status}");
                if (status == 200)
                {
                    var counted = await At(asker, service).GetAsync($"/operations/exposure?{query}");
                    Compare(asker, $"how much unread {service}, {about}", $"200 {unread.Count}", Told(counted, answer => $"{answer["unread"]}"));
                }
            }
        }

        static async Task<string> ExposedAsync(Door door, string query, string id)
        {
            var (status, lines) = await LinesAsync(door, $"/operations/exposure?{query}&limit=50");
            return status == 200
                ? $"200 {Sorted(lines.Select(line => $"{line.Id(id)} {line.Id("ownerAgencyId")} {string.Join(' ', line["dataClasses"]!.AsArray().Select(kind => kind!.GetValue<string>()))} {line.FieldNames()}"))}" : $"{status}";
        }

        Member Next(Func<Member, bool> those) => world.Members.Skip(at + 1).Concat(world.Members).First(those);
    }

    /// <summary>What was noticed is listed to who oversees the agency's people; it is noticed of those who read out of their areas, and of nobody of whom it cannot be.</summary>
    private async Task UnusualAsync(Member member)
    {
        foreach (var service in Services)
        {
            var before = await NoticedAsync(service);
            var (status, lines) = await LinesAsync(At(member, service), "/operations/unusual?limit=7");
            var after = await NoticedAsync(service);
            var told = lines.Select(line => line.Id("noticeId")).ToHashSet();
            Compare(
                member, $"GET operations/unusual of {service}", Allowed(member, ReferenceModel.SeesUnusual(member), () => $";;{(lines.Count > 0 ? OfANotice : "")}"),
                status != 200 ? $"{status}" : $"200 {Ids(before.Where(notice => notice.Agency == member.Agency.Id).Select(notice => notice.Id).Except(told))};"
                    + $"{Ids(told.Except(after.Where(notice => notice.Agency == member.Agency.Id).Select(notice => notice.Id)))};{string.Join(';', lines.Select(line => line.FieldNames()).Distinct())}");
        }
    }

    private async Task OutOfAreaAsync()
    {
        foreach (var (service, isSo, couldBe) in ((string, Func<Member, bool>, Func<Member, bool>)[])
            [("registrations", model.IsOutOfArea, model.CouldBeOutOfArea), ("referrals", model.IsOutOfAreaOfReferrals, model.CouldBeOutOfAreaOfReferrals)])
        {
            var expected = world.Members.Where(isSo).Select(member => member.Id).ToList();
            HashSet<Guid> found = [];
            await Eventually.TrueAsync(
                async () => expected.All((found = [.. (await NoticedAsync(service)).Where(notice => notice.Kind == "out-of-area").Select(notice => notice.Caller)]).Contains), TimeSpan.FromSeconds(20),
                () => $"{service} has not noticed that {Ids(expected.Except(found))} read out of their areas. Seed {world.Seed}");
            foreach (var member in world.Members.Where(member => !couldBe(member))) Compare(member, $"out of area at {service}", "", found.Contains(member.Id) ? "noticed" : "");
        }
    }

    private async Task<List<Noticed>> NoticedAsync(string service)
    {
        await using var database = await platform.OpenDatabaseAsync(service);
        await using var command = new NpgsqlCommand("select notice_id, caller, agency, kind from access.unusual", database);
        await using var reader = await command.ExecuteReaderAsync();
        List<Noticed> noticed = [];
        while (await reader.ReadAsync()) noticed.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3)));
        return noticed;
    }

    /// <summary>How much the member's agency reaches is told to an administrator of the lead, and to nobody else.</summary>
    private async Task ReachAsync(Member member)
    {
        var asked = world.Agencies[world.Members.IndexOf(member) % world.Agencies.Count];
        List<(Member Asker, Agency Agency)> questions = [(member, asked)];
        if (AdministratorOfLead is { } admin && world.Members.First(other => other.Agency == member.Agency) == member) questions.Add((admin, member.Agency));
        foreach (var (asker, agency) in questions)
        {
            foreach (var service in Services)
            {
                Compare(
                    asker, $"reach of {agency.Code} at {service}",
                    Allowed(asker, ReferenceModel.IsAdministratorOfLead(asker), () => service == "registrations" ? model.ReachOfPeople(agency) : model.ReachOfReferrals(agency)),
                    Told(await At(asker, service).GetAsync($"/operations/reach?agency={agency.Id}"), answer =>
                        string.Join(' ', answer["reaches"]!.AsArray().Select(reached => $"{reached.Text("because")} {reached!["records"]} {reached["endingSoon"]}"))));
            }
        }
    }

    private static readonly string[] Services = ["registrations", "referrals"];
    private const string OfAnExposure = "dataClasses firstAt lastAt ownerAgencyId";

    private Member? AdministratorOfLead => world.Members.FirstOrDefault(other => ReferenceModel.IsAdministratorOfLead(other) && model.MayEnter(other));

    private List<Member> OfAgency(Agency agency) => world.Members.FindAll(member => member.Agency == agency);

    private static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
