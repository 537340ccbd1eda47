using Platform.Access;

namespace Platform.Registrations.Families;

/// <summary>A search for somebody's family, with all that was done, found and decided.</summary>
/// <param name="TracingId">Its id.</param>
/// <param name="PersonId">Who looks for their family.</param>
/// <param name="State">Code of tracing-status-primero.csv.</param>
/// <param name="LinkId">Whom they look for, where that is a link of their file.</param>
/// <param name="Sought">Whom they look for, in words.</param>
/// <param name="Wish">What the person wishes themselves, as they said it.</param>
/// <param name="AgreedBy">Code of given-by.csv: who agreed that the family is looked for.</param>
/// <param name="AgreedOn">When.</param>
/// <param name="Note">What else was said.</param>
/// <param name="MayContact">A supervisor has assessed the risk to the person and to the family, and lets the family be contacted.</param>
/// <param name="ChildSideBy">Who verified it from the person's side.</param>
/// <param name="FamilySideBy">Who verified it from the family's side: somebody else.</param>
/// <param name="BestInterests">none, proposed or approved.</param>
/// <param name="FollowUpOn">The last day to look how they are after they were brought together.</param>
/// <param name="FollowUpOverdue">That day is over.</param>
/// <param name="RecordedBy">Who wrote it down.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="Steps">What was done, found and decided, the oldest first.</param>
/// <param name="Version">Goes up with each change.</param>
public sealed record TracingView(
    Guid TracingId, Guid PersonId, string State, Guid? LinkId, string? Sought, string Wish, string AgreedBy, DateOnly AgreedOn, string? Note, bool MayContact, Guid? ChildSideBy, Guid? FamilySideBy,
    string BestInterests, DateOnly? FollowUpOn, bool FollowUpOverdue, Guid RecordedBy, DateTimeOffset RecordedAt, IReadOnlyList<TracingView.Step> Steps, int Version)
{
    /// <summary>Something that was done, found or decided.</summary>
    /// <param name="What">action, risk-assessment, child-side, family-side, best-interests, best-interests-approved, reunification, follow-up or end.</param>
    /// <param name="On">The day of it.</param>
    /// <param name="Code">Of an action its code of tracing-action.csv, of a verification its method (kinship-method.csv).</param>
    /// <param name="Note">What came of it; of an end why; of a decision who decided.</param>
    /// <param name="Reference">Of a decision, where it stands.</param>
    /// <param name="ChildRisk">Of an assessment, the risk to the person.</param>
    /// <param name="FamilyRisk">Of an assessment, the risk to the family.</param>
    /// <param name="MayContact">Of an assessment, whether the family may be contacted.</param>
    /// <param name="By">Who wrote it down.</param>
    /// <param name="At">When.</param>
    public sealed record Step(
        string What, DateOnly? On, string? Code, string? Note, string? Reference, string? ChildRisk, string? FamilyRisk, bool? MayContact, Guid By, DateTimeOffset At)
    {
        /// <summary>The name it is sealed under.</summary>
        internal const string Name = "tracing-step";
    }

    internal const string Select = """
        select t.tracing_id, t.person_id, t.state, t.link_id, t.may_contact, t.child_side_by, t.family_side_by,
               case when t.interests_ok_by is not null then 'approved' when t.interests_by is not null then 'proposed' else 'none' end as best_interests,
               t.follow_up_on, coalesce(t.follow_up_on < (access.now() at time zone 'utc')::date, false) as overdue,
               t.sealed, t.recorded_by, t.recorded_at, t.version,
               (select array_agg(s.sealed order by s.position) from tracing_steps s where s.tracing_id = t.tracing_id) as steps
          from tracings t
        """;

    internal const string SelectOne = $"{Select} where t.tracing_id = @tracingId";

    internal const string SelectAll = $"{Select} where t.person_id = @personId order by t.recorded_at desc, t.tracing_id desc limit 501";

    internal sealed record Row(
        Guid TracingId, Guid PersonId, string State, Guid? LinkId, bool MayContact, Guid? ChildSideBy, Guid? FamilySideBy, string BestInterests, DateOnly? FollowUpOn, bool Overdue, byte[] Sealed,
        Guid RecordedBy, DateTimeOffset RecordedAt, int Version, byte[][]? Steps);

    internal static TracingView Of(Row row, RecordKey key)
    {
        var said = key.Open<Said>(Said.Name, row.Sealed);
        return new(
            row.TracingId, row.PersonId, row.State, row.LinkId, said.Sought, said.Wish, said.AgreedBy, said.AgreedOn, said.Note, row.MayContact, row.ChildSideBy, row.FamilySideBy, row.BestInterests,
            row.FollowUpOn, row.Overdue, row.RecordedBy, row.RecordedAt, [.. (row.Steps ?? []).Select(step => key.Open<Step>(Step.Name, step))], row.Version);
    }

    /// <summary>As the person is told in their copy, which may be asked for through whoever cares for them: without the risks that somebody is to them, or they to somebody.</summary>
    internal static TracingView ForPerson(Row row, RecordKey key)
    {
        var tracing = Of(row, key);
        return tracing with { Steps = [.. tracing.Steps.Where(step => step.What != "risk-assessment")] };
    }

    internal static async Task<object?> RebuildAsync(Work work, Guid tracingId) =>
        await work.CommitAsync<Row>(SelectOne, new { tracingId }) is { } row && await work.Service<KeyStore>().GetAsync(row.PersonId, CancellationToken.None) is { } key ? Of(row, key) : null;

    /// <summary>What is sealed of it.</summary>
    internal sealed record Said(string? Sought, string Wish, string AgreedBy, DateOnly AgreedOn, string? Note)
    {
        /// <summary>The name it is sealed under.</summary>
        public const string Name = "tracing";
    }
}
