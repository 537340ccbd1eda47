using Platform.Access;

namespace Platform.Registrations.Families;

/// <summary>
/// What somebody is said to be to a person. In the file of a relative who is registered, too, it is there by the relationship alone, and says of the other one only
/// what is for who may see that file.
/// </summary>
/// <param name="LinkId">Its id.</param>
/// <param name="Mirrored">It was told in the other one's file: it is read here, and changed there.</param>
/// <param name="Relationship">Code of family-relationship.csv: what the relative is to the person.</param>
/// <param name="RelativeId">The relative's file, where they are registered and the caller sees it.</param>
/// <param name="Name">The relative's name, where they are not registered.</param>
/// <param name="ApproximateAge">In years.</param>
/// <param name="Whereabouts">Where they are, in words.</param>
/// <param name="Alive">yes, no or unknown.</param>
/// <param name="TravellingTogether">Whether they travel together.</param>
/// <param name="Source">Code of status-source.csv.</param>
/// <param name="AssertedBy">Who said so, in words.</param>
/// <param name="Note">What else was said.</param>
/// <param name="Verification">Code of kinship-state.csv.</param>
/// <param name="Caregiver">The relative cares for the person: only while it is verified and has not ended.</param>
/// <param name="AllegedHarm">The relative is said to have harmed the person, and is no caregiver.</param>
/// <param name="RecordedBy">Who wrote it down.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="Ended">It holds no longer.</param>
/// <param name="EndedOn">The last day on which it held.</param>
/// <param name="EndReason">Why it ended.</param>
/// <param name="History">What was found and decided, the oldest first.</param>
/// <param name="Version">Goes up with each change.</param>
public sealed record FamilyLinkView(
    Guid LinkId, bool Mirrored, string Relationship, Guid? RelativeId, string? Name, int? ApproximateAge, string? Whereabouts, string? Alive, bool? TravellingTogether, string? Source,
    string? AssertedBy, string? Note, string? Verification, bool? Caregiver, bool? AllegedHarm, Guid? RecordedBy, DateTimeOffset RecordedAt, bool Ended, DateOnly? EndedOn, string? EndReason,
    IReadOnlyList<FamilyLinkView.Step> History, int Version)
{
    /// <summary>Something that was found or decided about it.</summary>
    /// <param name="What">Code of kinship-state.csv, caregiver, caregiver-ended or harm-alleged.</param>
    /// <param name="On">The day of it.</param>
    /// <param name="Method">Code of kinship-method.csv, or why it ended (caregiver-change-reason-primero.csv).</param>
    /// <param name="Note">What was said.</param>
    /// <param name="By">Who wrote it down.</param>
    /// <param name="At">When.</param>
    public sealed record Step(string What, DateOnly? On, string? Method, string? Note, Guid By, DateTimeOffset At)
    {
        /// <summary>The name it is sealed under.</summary>
        internal const string Name = "family-step";
    }

    // whether the other file is seen is the policies' of people to say; steps are read in the file in which they were written
    internal const string Select = """
        select l.link_id, l.person_id <> @personId as mirrored, o.person_id as relative_id, case when l.person_id = @personId then l.sealed else l.mirrored end as sealed,
               l.state, l.caregiver, l.recorded_by, l.recorded_at, l.ended_at is not null as ended, l.version,
               (select array_agg(s.sealed order by s.position) from family_steps s where s.link_id = l.link_id and s.person_id = @personId) as steps
          from family_links l
          left join people o on o.person_id = case when l.person_id = @personId then l.relative_id else l.person_id end
        """;

    internal const string SelectOne = $"{Select} where l.link_id = @linkId and l.person_id = @personId";

    internal const string SelectAll = $"{Select} where l.person_id = @personId or l.relative_id = @personId order by l.recorded_at desc, l.link_id desc limit 501";

    internal static FamilyLinkView Of(Row row, RecordKey key)
    {
        if (row.Mirrored)
        {
            return new(
                row.LinkId, true, key.Open<Mirror>(Mirror.Name, row.Sealed).Relationship, row.RelativeId, null, null, null, null, null, null, null, null, row.State, null, null, null, row.RecordedAt, row.Ended, null,
                null, [], row.Version);
        }

        var said = key.Open<Said>(Said.Name, row.Sealed);
        return new(
            row.LinkId, false, said.Relationship, row.RelativeId, said.RelativeName, said.ApproximateAge, said.Whereabouts, said.Alive, said.TravellingTogether, said.Source, said.AssertedBy, said.Note,
            row.State, row.Caregiver, said.AllegedHarm, row.RecordedBy, row.RecordedAt, row.Ended, said.EndedOn, said.EndReason, [.. (row.Steps ?? []).Select(step => key.Open<Step>(Step.Name, step))],
            row.Version);
    }

    /// <summary>
    /// As the person is told in their copy, which may be asked for through whoever cares for them: never that harm was alleged, nor who else is registered; and of what another
    /// one told the relationship alone, or nothing where that one was harmed.
    /// </summary>
    internal static FamilyLinkView? ForPerson(Row row, RecordKey key)
    {
        if (row.Mirrored && key.Open<Mirror>(Mirror.Name, row.Sealed).Withheld)
        {
            return null;
        }

        var link = Of(row, key);
        return link with
        {
            RelativeId = null,
            Verification = row.Mirrored ? null : link.Verification,
            AllegedHarm = null,
            History = [.. link.History.Where(step => step.What != "harm-alleged")],
        };
    }

    internal static async Task<object?> RebuildAsync(Work work, Guid linkId)
    {
        if (await work.QuerySingleOrDefaultAsync<Guid?>("select person_id from family_links where link_id = @linkId", new { linkId }) is not { } personId)
        {
            return null;
        }

        return await work.CommitAsync<Row>(SelectOne, new { linkId, personId }) is { } row && await work.Service<KeyStore>().GetAsync(personId, CancellationToken.None) is { } key ? Of(row, key) : null;
    }

    internal sealed record Row(
        Guid LinkId, bool Mirrored, Guid? RelativeId, byte[] Sealed, string State, bool Caregiver, Guid RecordedBy, DateTimeOffset RecordedAt, bool Ended, int Version, byte[][]? Steps);

    /// <summary>What is sealed of it in the file in which it was told.</summary>
    internal sealed record Said(
        string Relationship, string? RelativeName, int? ApproximateAge, string? Whereabouts, string? Alive, bool? TravellingTogether, string Source, string? AssertedBy, string? Note,
        bool AllegedHarm = false, DateOnly? EndedOn = null, string? EndReason = null)
    {
        /// <summary>The name it is sealed under.</summary>
        public const string Name = "family-link";
    }

    /// <summary>What is sealed of it in the relative's own file.</summary>
    /// <param name="Relationship">What the other one is to this one.</param>
    /// <param name="Withheld">The relative is not told of it.</param>
    internal sealed record Mirror(string Relationship, bool Withheld = false)
    {
        /// <summary>The name it is sealed under.</summary>
        public const string Name = "family-link-mirrored";
    }
}
