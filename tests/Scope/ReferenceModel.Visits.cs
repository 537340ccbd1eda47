namespace Platform.Scope.Tests;

/// <content>What is seen at sites.</content>
public sealed partial class ReferenceModel
{
    public static bool KeepsVisits(Member member) => member.Agency.HoldsCases && member.Is("monitor", "caseworker", "supervisor");

    public static bool SeesVisits(Member member) => KeepsVisits(member) || (member.Agency.HoldsCases && member.Is("protection-officer"));

    /// <summary>Who recorded it, and the supervisors and monitors of their team; nobody while that is evacuated.</summary>
    public static bool Keeps(Member member, FieldRecord record) => !record.OutOfReach && KeepsVisits(member) && (member == record.By || Supervises(member, record.Team) || Monitors(member, record.Team));

    /// <summary>And the agency's protection officers, who change nothing.</summary>
    public static bool Sees(Member member, FieldRecord record) => Keeps(member, record) || (!record.OutOfReach && IsOfficerOf(member, record.By.Agency.Id));

    /// <summary>What could tell who spoke there is for who recorded it and those officers.</summary>
    public static bool ReadsAnnex(Member member, FieldRecord record) => Sees(member, record) && (member == record.By || IsOfficerOf(member, record.By.Agency.Id));

    /// <summary>What was shared of it is for the whole agency, also of a team that was evacuated since.</summary>
    public static bool ReadsSummary(Member member, FieldRecord visit) => visit.SharedBy is not null && member.Agency == visit.By.Agency;

    private static bool Monitors(Member member, Team? team) => team is { Evacuated: false } && member.Is("monitor") && member.Teams.Contains(team);

    /// <summary>How many of these an agency reaches by each cause.</summary>
    private int Reached(Agency agency, string because) => world.FieldRecords.Count(record => !record.OutOfReach && because switch
    {
        "ownership" => Enters(agency, record.By),
        "supervision" => Supervised(agency, record.Team),
        "assignment" => world.Members.Exists(member => Monitors(member, record.Team) && Enters(agency, member)),
        _ => record.By.Agency == agency && HasDesk(agency, "protection-officer"),
    });
}
