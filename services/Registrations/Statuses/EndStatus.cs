using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Statuses;

/// <summary>Says that a person is something no longer; that they were stays.</summary>
public static class EndStatus
{
    /// <summary>What was said.</summary>
    /// <param name="EndedOn">The last day on which it held.</param>
    /// <param name="Source">Code of status-source.csv: who said that it ended.</param>
    public sealed record Request(DateOnly? EndedOn, string? Source);

    private sealed record Found(byte[] Sealed, bool Ended);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly since, DateOnly today)
        {
            RuleFor(said => said.EndedOn).NotEmpty();
            RuleFor(said => said.EndedOn).Must(day => day is null || (day >= since && day <= today)).WithMessage(_ => Texts.In("From its first day to today.", "من أول يوم له حتى اليوم.", "De son premier jour à aujourd’hui."));
            RuleFor(said => said.Source).NotEmpty().CodeOf(CodeList.StatusSources.Contains);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/statuses/{statusId:guid}/end", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(StatusView.RebuildAsync)
            .Produces<StatusView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid statusId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Lock, new { personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (await work.QuerySingleOrDefaultAsync<Found>(Find, new { personId, statusId }) is not { } found)
        {
            return Refusal.NotFound;
        }

        var said = key.Open<StatusView.Said>(StatusView.Said.Name, found.Sealed);
        if (body.Refuses(new Rules(said.Since, DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (found.Ended)
        {
            return Refusal.WrongState("ended");
        }

        work.Answers(StatusCodes.Status200OK, statusId);
        work.Update(End, new { statusId, @sealed = key.Seal(StatusView.Said.Name, said with { EndedOn = body.Value.EndedOn, EndSource = body.Value.Source }) });
        var row = await work.CommitAsync<StatusView.Row>($"{StatusView.Select} where status_id = @statusId", new { statusId });
        return Results.Ok(StatusView.Of(row!, key));
    }

    private const string Find = "select sealed, ended_at is not null as ended from person_statuses where person_id = @personId and status_id = @statusId for update";

    private const string End = "update person_statuses set sealed = @sealed, ended_at = access.now() where status_id = @statusId";
}
