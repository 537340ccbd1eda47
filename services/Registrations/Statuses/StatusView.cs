using Platform.Access;

namespace Platform.Registrations.Statuses;

/// <summary>What a person is or was in the terms of migration and displacement.</summary>
/// <param name="StatusId">Its id.</param>
/// <param name="Status">Code of migration-status.csv.</param>
/// <param name="Since">Since when, as it was said.</param>
/// <param name="Source">Code of status-source.csv.</param>
/// <param name="AssertedBy">Who said so, in words.</param>
/// <param name="Note">What else was said.</param>
/// <param name="RecordedBy">Who wrote it down.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="EndedOn">The last day on which it held; absent while it does.</param>
/// <param name="EndSource">Who said that it ended.</param>
public sealed record StatusView(
    Guid StatusId, string Status, DateOnly Since, string Source, string? AssertedBy, string? Note, Guid RecordedBy, DateTimeOffset RecordedAt, DateOnly? EndedOn, string? EndSource)
{
    internal const string Select = "select status_id, person_id, sealed, recorded_by, recorded_at from person_statuses";

    internal static StatusView Of(Row row, RecordKey key)
    {
        var said = key.Open<Said>(Said.Name, row.Sealed);
        return new(row.StatusId, said.Status, said.Since, said.Source, said.AssertedBy, said.Note, row.RecordedBy, row.RecordedAt, said.EndedOn, said.EndSource);
    }

    internal static async Task<object?> RebuildAsync(Work work, Guid statusId) =>
        await work.CommitAsync<Row>($"{Select} where status_id = @statusId", new { statusId }) is { } row && await work.Service<KeyStore>().GetAsync(row.PersonId, CancellationToken.None) is { } key
            ? Of(row, key) : null;

    internal sealed record Row(Guid StatusId, Guid PersonId, byte[] Sealed, Guid RecordedBy, DateTimeOffset RecordedAt);

    /// <summary>What is sealed of it.</summary>
    internal sealed record Said(string Status, DateOnly Since, string Source, string? AssertedBy, string? Note, DateOnly? EndedOn = null, string? EndSource = null)
    {
        /// <summary>The name it is sealed under.</summary>
        public const string Name = "status";
    }
}
