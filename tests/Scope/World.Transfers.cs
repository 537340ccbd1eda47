using Npgsql;

namespace Platform.Scope.Tests;

/// <content>Cases that go into other hands.</content>
public sealed partial class World
{
    private async Task AssignAsync(Person person, int pickTeam, int pickCaseworker)
    {
        if (Of([.. Members.Where(member => ReferenceModel.KeepsCases(member) && member.Agency == person.Agency && member.Teams.Count > 0)], pickCaseworker) is not { } caseworker
            || KeeperOf(person) is not { } keeper || OnOffer(person)) return;

        var team = Of(caseworker.Teams, pickTeam)!;
        (await As(keeper).PostAsync($"/api/people/{person.Id}/assignment", new { team = team.Id, caseworker = caseworker.Id })).Expect(200);
        (person.Team, person.Caseworker, person.Assigned) = (team, caseworker, true);
    }

    /// <summary>Offers a case to another team of its agency that has a supervisor, and ends that as picked: one in five stays open.</summary>
    private async Task TransferAsync(Person person, int pick)
    {
        if (KeeperOf(person) is not { } keeper || OnOffer(person)
            || Of(TeamsFor(person), pick) is not { } to) return;

        var days = pick % 11;
        var transfer = new Transfer(
            (await As(keeper).PostAsync($"/api/people/{person.Id}/transfers", new { team = to.Id, handoverDays = days, note = Narrative })).Expect(201)["transferId"]!.GetValue<Guid>(),
            person, person.Team, to, keeper, person.Caseworker);
        Transfers.Add(transfer);
        var receiver = Members.First(member => member.Is("supervisor") && member.Teams.Contains(to));
        var caseworker = Of([.. Members.Where(member => ReferenceModel.KeepsCases(member) && member.Teams.Contains(to))], pick / 5)!;
        switch (pick % 5)
        {
            case 0:
                return;
            case 1:
                await DecideAsync(receiver, "rejection", new { reasonCode = "no-capacity" }, "rejected");
                return;
            case 2:
                await DecideAsync(keeper, "withdrawal", new { }, "withdrawn");
                return;
            default:
                await DecideAsync(receiver, "acceptance", new { caseworker = caseworker.Id }, "accepted");
                break;
        }

        Handover.Over(person.Handovers, [(person.Opener, null), (person.Caseworker, null), (null, person.Team)], [(caseworker, null), (null, to)], Today, days);
        (person.Opener, person.Caseworker, person.Team, person.Assigned) = (null, caseworker, to, true);
        foreach (var referral in Referrals.Where(referral => referral.Person == person))
        {
            Handover.Over(referral.Handovers, [(referral.Holder, null), (null, referral.Team)], [(caseworker, null), (null, to)], Today, days);
            referral.Before.Add((referral.Holder, referral.Team));
            (referral.Holder, referral.Team) = (caseworker, to);
        }

        var accepted = Transfers.Count(other => other.Person == person && other.Status == "accepted");
        await Eventually.TrueAsync(async () => await CountAsync(person) == accepted, TimeSpan.FromSeconds(20), () => $"Referrals does not know of transfer {transfer.Id}. Seed {seed}");

        async Task DecideAsync(Member by, string route, object body, string status)
        {
            (await As(by).PostAsync($"/api/transfers/{transfer.Id}/{route}", body)).Expect(200);
            transfer.Status = status;
        }
    }

    private bool OnOffer(Person person) => Transfers.Exists(transfer => transfer.Person == person && transfer.Status == "offered");

    private async Task<long> CountAsync(Person person)
    {
        await using var database = await platform.OpenDatabaseAsync("referrals");
        await using var count = new NpgsqlCommand("select count(*) from case_transfers where subject_lock = ('x' || right(replace($1::text, '-', ''), 16))::bit(64)::bigint", database) { Parameters = { new() { Value = person.Id } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
