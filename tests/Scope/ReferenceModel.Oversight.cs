namespace Platform.Scope.Tests;

/// <content>What overseers are told: of unusual access, of what was read, of what an agency reaches.</content>
public sealed partial class ReferenceModel
{
    private const int ManyOutOfArea = World.OutOfArea;

    public static bool IsAdministratorOfLead(Member member) => member.Agency.Kind == "lead" && member.Is("access-admin");

    public static bool SeesUnusual(Member member) => member.Agency.HoldsCases && member.Is("auditor", "protection-officer");

    /// <summary>Of who works in some areas only it is noticed when they read several files that are in none of them.</summary>
    public bool IsOutOfArea(Member member) => MayEnter(member) && KeepsCases(member) && AreOutOfArea(member, world.People.Where(person => Sees(member, person)).Select(person => person.Area));

    /// <summary>The same of referrals.</summary>
    public bool IsOutOfAreaOfReferrals(Member member) => MayEnter(member) && AreOutOfArea(member, world.Referrals.Where(referral => Sees(member, referral)).Select(referral => referral.Area));

    /// <summary>And whether it could ever be so, by all that their agency has.</summary>
    public bool CouldBeOutOfArea(Member member) => AreOutOfArea(member, world.People.Where(person => person.Agency == member.Agency).Select(person => person.Area));

    public bool CouldBeOutOfAreaOfReferrals(Member member) =>
        AreOutOfArea(member, world.Referrals.Where(referral => referral.From == member.Agency || referral.To == member.Agency).Select(referral => referral.Area));

    private static bool AreOutOfArea(Member member, IEnumerable<string> places) => !member.Areas.Contains("*") && places.Count(place => !Places.Hold(member.Areas, place)) >= ManyOutOfArea;

    /// <summary>Auditors ask what was read and changed in the name of their own agency, the lead's administrators in anybody's; other administrators do not.</summary>
    public static bool AssessesExposure(Member member) => member.Agency.HoldsCases && (member.Is("auditor") || IsAdministratorOfLead(member));

    public static bool AssessesExposure(Member member, Agency agency) => member.Agency == agency || IsAdministratorOfLead(member);

    /// <summary>Which could have been read and was not, is for the agency's own auditors alone.</summary>
    public static bool ListsUnread(Member member) => member.Agency.HoldsCases && member.Is("auditor");

    /// <summary>Whose data these were shown, and of which kinds: when each read all that is theirs.</summary>
    public IEnumerable<(Person Person, string Kinds)> ExposedPeople(IReadOnlyList<Member> readers) =>
        from person in world.People
        let kinds = readers.Where(MayEnter).SelectMany(reader => KindsOf(reader, person)).Distinct().Order(StringComparer.Ordinal).ToList()
        where kinds.Count > 0
        select (person, string.Join(' ', kinds));

    private IEnumerable<string> KindsOf(Member member, Person person)
    {
        if (KeepsCases(member) && Sees(member, person)) foreach (var kind in (string[])["identity", "consent"]) yield return kind;
        if (ReadsLedgers(member) && SeesLedger(member, person)) yield return "ledger";
        if (world.Erasures.Exists(erasure => erasure.Person == person && Sees(member, erasure))) yield return "ledger";
        if (world.Transfers.Exists(transfer => transfer.Person == person && Sees(member, transfer))) yield return "envelope";
        if (world.Emergencies.Exists(emergency => emergency.Person == person && Sees(member, emergency))) yield return "envelope";
        if (SeesSubjectRequests(member) && world.SubjectRequests.Exists(request => request.Person == person && Sees(member, request))) foreach (var kind in (string[])["envelope", "identity"]) yield return kind;
        if (world.Exports.Exists(export => export.Consent.Person == person && FileOf(member, export).StartsWith("200", StringComparison.Ordinal))) yield return "identity";
    }

    public IEnumerable<Referral> ExposedReferrals(IReadOnlyList<Member> readers) => world.Referrals.Where(referral => readers.Any(reader => MayEnter(reader) && Sees(reader, referral)));

    /// <summary>Whom a referral is about is told to the agency that sent it and to the lead's administrators.</summary>
    public static bool IsToldWhom(Member member, Referral referral) => member.Agency == referral.From || IsAdministratorOfLead(member);

    /// <summary>How many files, transfers of them included, an agency reaches now, by each cause; and of those that end they all do within the days of a handover.</summary>
    public string ReachOfPeople(Agency agency)
    {
        var people = world.People.Where(IsThere).ToList();
        var transfers = world.Transfers.Where(transfer => IsThere(transfer.Person)).ToList();
        var pairs = HasDesk(agency, "deduplication-desk") ? world.Pairs.FindAll(pair => AreAt(agency, pair)) : [];
        return Reach(
            pairs.Count(pair => pair.Last is not null),
            ("assignment", people.Count(person => person.Assigned && Enters(agency, person.Caseworker)) + transfers.Count(transfer => transfer.Caseworker != transfer.OfferedBy && Enters(agency, transfer.Caseworker)) + Reached(agency, "assignment")),
            ("break-glass", people.Count(person => person.InEmergency.Any(member => Enters(agency, member)))),
            ("handover", people.Count(person => Enters(agency, person.Handovers))),
            ("oversight", transfers.Count(transfer => Supervised(agency, transfer.From)) + Reached(agency, "oversight") + pairs.Count),
            ("ownership", people.Count(person => Enters(agency, person.Opener)) + transfers.Count(transfer => Enters(agency, transfer.OfferedBy)) + Reached(agency, "ownership")),
            ("supervision", people.Count(person => Supervised(agency, person.Team)) + Reached(agency, "supervision")),
            ("transfer", transfers.Count(transfer => Supervised(agency, transfer.To))));
    }

    /// <summary>The same of referrals: sent, and received.</summary>
    public string ReachOfReferrals(Agency agency)
    {
        var sent = world.Referrals.Where(referral => referral.From == agency && !referral.OutOfReach).ToList();
        return Reach(
            0,
            ("assignment", sent.Count(referral => referral.Transferred && Enters(agency, referral.Holder))),
            ("handover", sent.Count(referral => Enters(agency, referral.Handovers))),
            ("oversight", sent.Count(referral => HasDesk(agency, "focal-point") || (referral.VitalInterest && HasDesk(agency, "protection-officer")))),
            ("ownership", sent.Count(referral => !referral.Transferred && Enters(agency, referral.Holder))),
            ("referral", world.Referrals.Count(referral => referral.To == agency && HasDesk(agency, "focal-point"))),
            ("supervision", sent.Count(referral => Supervised(agency, referral.Team))));
    }

    private static string Reach(int overseenThatEnd, params (string Because, int Records)[] reached) =>
        string.Join(' ', reached.Where(one => one.Records > 0).Select(one => $"{one.Because} {one.Records} {(one.Because is "handover" or "break-glass" ? one.Records : one.Because == "oversight" ? overseenThatEnd : 0)}"));

    private bool Enters(Agency agency, Member? member) => member is not null && member.Agency == agency && MayEnter(member);

    private bool Enters(Agency agency, List<Handover> handovers) => handovers.Exists(handover => Enters(agency, handover.Member) || Supervised(agency, handover.Team));

    private bool HasDesk(Agency agency, string role) => world.Members.Exists(member => member.Is(role) && Enters(agency, member));

    private bool Supervised(Agency agency, Team? team) => world.Members.Exists(member => Supervises(member, team) && Enters(agency, member));
}
