using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Statuses;

/// <summary>Writes down what a person is, as somebody said it: several may hold at once, and none replaces another.</summary>
public static class RecordStatus
{
    /// <summary>What was said.</summary>
    /// <param name="Status">Code of migration-status.csv.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="Source">Code of status-source.csv.</param>
    /// <param name="AssertedBy">Who said so, in words, as the agency that registered them.</param>
    /// <param name="Note">What else was said.</param>
    public sealed record Request(string? Status, DateOnly? Since, string? Source, string? AssertedBy, string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(said => said.Status).NotEmpty().CodeOf(CodeList.MigrationStatuses.Contains);
            RuleFor(said => said.Since).NotEmpty();
            RuleFor(said => said.Since).Must(day => day is null || (day.Value.Year >= 1900 && day <= today)).WithMessage(_ => Texts.In("This date cannot be.", "هذا التاريخ غير ممكن.", "Cette date est impossible."));
            RuleFor(said => said.Source).NotEmpty().CodeOf(CodeList.StatusSources.Contains);
            RuleFor(said => said.AssertedBy).PlainText(200);
            RuleFor(said => said.Note).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/statuses", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(StatusView.RebuildAsync)
            .Produces<StatusView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Lock, new { personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        var (statusId, said) = (Guid.CreateVersion7(), body.Value);
        work.Answers(StatusCodes.Status201Created, statusId);
        work.Update(Insert, new { statusId, personId, @sealed = key.Seal(StatusView.Said.Name, new StatusView.Said(said.Status!, said.Since!.Value, said.Source!, said.AssertedBy, said.Note)) });
        var row = await work.CommitAsync<StatusView.Row>($"{StatusView.Select} where status_id = @statusId", new { statusId });
        return Results.Created($"/api/people/{personId}/statuses/{statusId}", StatusView.Of(row!, key));
    }

    private const string Insert = """
        insert into person_statuses (status_id, person_id, sealed, recorded_by, recorded_at) values (@statusId, @personId, @sealed, access.caller(), access.now())
        """;
}
