namespace Platform.Scope.Tests;

/// <content>What would be, if.</content>
public sealed partial class ReferenceModel
{
    /// <summary>Why is asked by administrators and auditors; what an agreement would add by administrators only.</summary>
    public static bool Explains(Member member) => member.Agency.HoldsCases && member.Is("access-admin", "auditor");

    /// <summary>The parts of a referral that a member reads, and whether they move it.</summary>
    public (IReadOnlyList<string> Parts, bool Moves) ReadsOf(Member member, Referral referral)
    {
        var (sender, receiver) = (MayEnter(member) && SeesAsSender(member, referral), MayEnter(member) && SeesAsReceiver(member, referral));
        List<string> parts = sender || receiver ? ["referral"] : [];
        if (sender) parts.Add("person");
        if ((sender || (receiver && Stands(referral))) && !referral.Person.Erased) parts.Add("envelope");
        if (MayEnter(member) && ReadsPacket(member, referral)) parts.Add("packet");
        if (sender && referral.VitalInterest && !referral.Person.Erased) parts.Add("basis-reason");
        return (parts, receiver || (MayEnter(member) && MovesAsSender(member, referral)));
    }

    /// <summary>What is not taken on yet, stands, and is between two agencies that take part.</summary>
    public bool CanBeAccepted(Referral referral) => referral.Status is "sent" or "acknowledged" && Stands(referral) && !world.Suspended.Contains(referral.From.Id) && !world.Suspended.Contains(referral.To.Id);

    /// <summary>
    /// What a planned agreement would let whom hand to whom, from which day on, that none in force does: package by package; and all of them together, where each could be handed
    /// over already and not all on one agreement. To who is of another agency than the lead, only what is with theirs.
    /// </summary>
    public IEnumerable<string> AddedBy(Agreement planned, Member asker)
    {
        List<DateOnly> days = [.. Enumerable.Range(0, planned.Until.DayNumber - world.Today.DayNumber + 1).Select(world.Today.AddDays)];
        foreach (var (from, to) in planned.Parties.SelectMany(from => planned.Parties.Where(to => to != from && to.HoldsCases).Select(to => (from, to))))
        {
            if (asker.Agency.Kind != "lead" && asker.Agency != from && asker.Agency != to) continue;

            foreach (var purpose in planned.Purposes)
            {
                var alone = planned.Packages.Select(package => (Package: package, Day: First([package]))).Where(added => added.Day is not null).ToList();
                foreach (var (package, day) in alone) yield return Line(package, "False", day);
                if (alone.Count == 0 && First(planned.Packages) is { } together) yield return Line(string.Join('+', planned.Packages.Order(StringComparer.Ordinal)), "True", together);

                DateOnly? First(IReadOnlyList<string> packages) =>
                    days.Where(day => AgreementFor(from, to, purpose, packages, planned.Area, day) is null).Select(day => (DateOnly?)day).FirstOrDefault();
                string Line(string packages, string together, DateOnly? day) => $"{from.Id} {to.Id} {purpose} {planned.Area} {packages} {together} {day:yyyy-MM-dd}";
            }
        }
    }

    public bool Offers(Agency agency, string service, string area) => world.Offers.Exists(offer => offer.Agency == agency && offer.Service == service && offer.Reaches(area));

    /// <summary>Who else offers the service there and may be handed the same: the nearest first, five at most.</summary>
    public IEnumerable<Guid> NextProviders(Referral referral) => world.Offers
        .Where(offer => offer.Service == referral.Service && offer.Reaches(referral.Area) && offer.Agency != referral.To && offer.Agency != referral.From && !world.Suspended.Contains(offer.Agency.Id)
            && AgreementFor(referral.From, offer.Agency, "service-referral", referral.Packages, referral.Area) is not null)
        .OrderByDescending(offer => offer.Areas.Where(area => referral.Area.StartsWith(area, StringComparison.Ordinal)).Select(area => area.Length).DefaultIfEmpty(0).Max()).ThenBy(offer => offer.Agency.Id)
        .Select(offer => offer.Agency.Id).Take(5);
}
