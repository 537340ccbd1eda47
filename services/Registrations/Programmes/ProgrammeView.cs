using System.Text.Json;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Programmes;

/// <summary>A form of a programme of the caller's agency. State: proposed, in-force, replaced or rejected.</summary>
public sealed record ProgrammeView(
    Guid FormId, string Code, string State, ProgrammeForm.Label Title, IReadOnlyList<ProgrammeForm.Field> Fields, Guid ProposedBy, DateTimeOffset ProposedAt, Guid? DecidedBy, DateTimeOffset? DecidedAt)
{
    internal const string Select = "select form_id, code, state, form::text as form, proposed_by, proposed_at, decided_by, decided_at from programme_forms";

    internal const string SelectOne = $"{Select} where form_id = @formId";

    internal static ProgrammeView Of(Row row)
    {
        var form = FormOf(row.Form);
        return new(row.FormId, row.Code, row.State, form.Title!, form.Fields!, row.ProposedBy, row.ProposedAt, row.DecidedBy, row.DecidedAt);
    }

    internal static ProgrammeForm FormOf(string json) => JsonSerializer.Deserialize<ProgrammeForm>(json, PlatformHost.Json)!;

    internal static async Task<object?> RebuildAsync(Work work, Guid formId) => await work.CommitAsync<Row>(SelectOne, new { formId }) is { } row ? Of(row) : null;

    internal sealed record Row(Guid FormId, string Code, string State, string Form, Guid ProposedBy, DateTimeOffset ProposedAt, Guid? DecidedBy, DateTimeOffset? DecidedAt);

    /// <summary>A form as a decision finds it, and no other decision on its programme until this one has committed. Not there and not theirs look the same.</summary>
    internal static async Task<Row?> LockAsync(Work work, Guid formId)
    {
        work.LockFirst(Grantee.Number(formId));
        return await work.QuerySingleOrDefaultAsync<Row>(SelectOne, new { formId });
    }
}
