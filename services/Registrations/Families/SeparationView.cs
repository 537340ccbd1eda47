using Platform.Access;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>Whether a child is alone, with relatives or with who cares for them, as it was said last; and what was said before.</summary>
/// <param name="Status">Code of separation-status.csv, or ended.</param>
/// <param name="CaregiverMissing">They are said to be with family, and nobody verified cares for them any more: somebody has to look.</param>
/// <param name="AdultByBirth">By the birth date or year in the file they are an adult, and nobody says that their age is disputed: somebody has to look.</param>
/// <param name="Said">All that was said last.</param>
/// <param name="History">What was said before, the newest first.</param>
/// <param name="Version">Goes up with each saying.</param>
public sealed record SeparationView(string Status, bool CaregiverMissing, bool AdultByBirth, SeparationView.Saying Said, IReadOnlyList<SeparationView.Saying> History, int Version)
{
    /// <summary>What somebody said of it.</summary>
    /// <param name="Status">Code of separation-status.csv, or ended.</param>
    /// <param name="SeparatedOn">When they were separated.</param>
    /// <param name="Place">Where, in words.</param>
    /// <param name="Cause">Code of separation-cause-primero.csv.</param>
    /// <param name="CareArrangement">Code of care-arrangement-primero.csv: who cares for them now.</param>
    /// <param name="Source">Code of status-source.csv.</param>
    /// <param name="AssertedBy">Who said so, in words.</param>
    /// <param name="Note">What else was said.</param>
    /// <param name="AgeDisputed">Their age is disputed: they are treated as a child.</param>
    /// <param name="AgeDisputeReason">Why.</param>
    /// <param name="EndedOn">Of an end: the last day.</param>
    /// <param name="EndReason">Of an end: why.</param>
    /// <param name="RecordedBy">Who wrote it down.</param>
    /// <param name="RecordedAt">When.</param>
    public sealed record Saying(
        string Status, DateOnly? SeparatedOn, string? Place, string? Cause, string? CareArrangement, string? Source, string? AssertedBy, string? Note, bool? AgeDisputed, string? AgeDisputeReason,
        DateOnly? EndedOn, string? EndReason, Guid RecordedBy, DateTimeOffset RecordedAt)
    {
        /// <summary>The name it is sealed under.</summary>
        internal const string Name = "separation";
    }

    /// <summary>What a saying after the last one has ended is called.</summary>
    internal const string Ended = "ended";

    // with what it may contradict: who cares, and the birth in the file
    internal const string Select = """
        select s.version, s.sealed, i.sealed as identity,
               exists (select 1 from family_links l where l.person_id = s.person_id and l.caregiver) as cared
          from separations s
          join person_identities i on i.person_id = s.person_id
         where s.person_id = @personId
         order by s.version desc limit 501
        """;

    internal sealed record Row(int Version, byte[] Sealed, byte[] Identity, bool Cared);

    internal static SeparationView? Of(IReadOnlyList<Row> rows, RecordKey key, DateOnly today)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        var said = rows.Take(500).Select(row => key.Open<Saying>(Saying.Name, row.Sealed)).ToList();
        return new(
            said[0].Status, said[0].Status == "with-family" && !rows[0].Cared, said[0].Status != Ended && !key.Open<Identity>(Identity.Package, rows[0].Identity).MayBeChildOn(today),
            said[0], said[1..], rows[0].Version);
    }
}
