using Platform.Access;

namespace Platform.Registrations.Families;

/// <summary>People who live or travel together, as far as the caller sees their files. Nothing tells whether there are more.</summary>
/// <param name="HouseholdId">Its id.</param>
/// <param name="Members">Who is or was of it, as they came.</param>
public sealed record HouseholdView(Guid HouseholdId, IReadOnlyList<HouseholdView.Member> Members)
{
    /// <summary>Somebody of it.</summary>
    /// <param name="PersonId">Their file.</param>
    /// <param name="Role">Code of household-role.csv.</param>
    /// <param name="Since">The first day.</param>
    /// <param name="LeftOn">The last day; absent while they are of it.</param>
    /// <param name="LeaveReason">Why they left.</param>
    /// <param name="RecordedBy">Who wrote it down.</param>
    /// <param name="RecordedAt">When.</param>
    public sealed record Member(Guid PersonId, string Role, DateOnly Since, DateOnly? LeftOn, string? LeaveReason, Guid RecordedBy, DateTimeOffset RecordedAt);

    private const string Columns = "select m.household_id, m.person_id, m.sealed, m.recorded_by, m.recorded_at from household_members m";

    internal const string SelectOne = $"{Columns} where m.household_id = @householdId order by m.position limit 500";

    internal const string SelectOfPerson = $"{Columns} where m.person_id = @personId order by m.position desc limit 501";

    internal sealed record Row(Guid HouseholdId, Guid PersonId, byte[] Sealed, Guid RecordedBy, DateTimeOffset RecordedAt);

    internal static Member Of(Row row, RecordKey key)
    {
        var said = key.Open<Said>(Said.Name, row.Sealed);
        return new(row.PersonId, said.Role, said.Since, said.LeftOn, said.LeaveReason, row.RecordedBy, row.RecordedAt);
    }

    /// <summary>Commits what was gathered, enters whom it showed, and gives the household as it is then; null where the caller sees nobody of it.</summary>
    internal static async Task<HouseholdView?> CommitAsync(Work work, KeyStore keys, Guid householdId, CancellationToken ct)
    {
        var rows = await work.CommitRowsAsync<Row>(SelectOne, new { householdId });
        return await OpenAsync(rows, keys, householdId, ct);
    }

    internal static async Task<HouseholdView?> OpenAsync(IReadOnlyList<Row> rows, KeyStore keys, Guid householdId, CancellationToken ct)
    {
        var keyOf = await keys.GetAsync([.. rows.Select(row => row.PersonId).Distinct()], ct);
        return rows.Count == 0 ? null : new(householdId, [.. rows.Where(row => keyOf.ContainsKey(row.PersonId)).Select(row => Of(row, keyOf[row.PersonId]))]);
    }

    internal static async Task<object?> RebuildAsync(Work work, Guid householdId) => await CommitAsync(work, work.Service<KeyStore>(), householdId, CancellationToken.None);

    /// <summary>What is sealed of it.</summary>
    internal sealed record Said(string Role, DateOnly Since, DateOnly? LeftOn = null, string? LeaveReason = null)
    {
        /// <summary>The name it is sealed under.</summary>
        public const string Name = "household-member";
    }
}
