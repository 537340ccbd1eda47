using System.Text.Json;
using FluentValidation;
using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Programmes;

/// <summary>Writes down what a person answered to what a programme of the agency asks: all of it, in place of what was answered before.</summary>
public static class RecordForProgramme
{
    /// <summary>All answers, by code of the field.</summary>
    public sealed record Request(Dictionary<string, JsonElement>? Answers);

    private sealed record Asked(string Form);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Answers).NotNull();
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/people/{personId:guid}/programmes/{programme}", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<ProgrammeAnswers>();

    private static async Task<IResult> HandleAsync(Guid personId, string programme, Body<Request> body, IfMatch ifMatch, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Lock, new { personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (await work.QuerySingleOrDefaultAsync<Asked>(InForce, new { programme }) is not { } asked)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var before = await work.QuerySingleOrDefaultAsync<ProgrammeAnswers.Row>(ProgrammeAnswers.SelectOne, new { personId, programme });
        if ((before is null ? ifMatch.RefusesNew() : ifMatch.Refuses(before.Version)) is { } stale)
        {
            return stale;
        }

        var answers = body.Value.Answers!;
        if (ProgrammeAnswers.WrongIn(answers, ProgrammeView.FormOf(asked.Form), before is null ? null : ProgrammeAnswers.Of(before, key).Answers) is { Count: > 0 } wrong)
        {
            return Refusal.Fields(wrong);
        }

        work.Update(before is null ? Insert : Change, new { recordId = Guid.CreateVersion7(), personId, programme, answers = key.Seal($"{ProgrammeAnswers.Name} {programme}", answers) });
        var row = await work.CommitAsync<ProgrammeAnswers.Row>(ProgrammeAnswers.SelectOne, new { personId, programme });
        response.Headers.ETag = IfMatch.Tag(row!.Version);
        return Results.Ok(ProgrammeAnswers.Of(row, key));
    }

    private const string InForce = "select form::text as form from programme_forms where code = @programme and state = 'in-force'";

    private const string Insert = """
        insert into person_programmes (record_id, person_id, programme, sealed, recorded_by, recorded_at, version)
        values (@recordId, @personId, @programme, @answers, access.caller(), access.now(), 1)
        """;

    private const string Change = """
        update person_programmes set sealed = @answers, recorded_by = access.caller(), recorded_at = access.now(), version = version + 1
         where person_id = @personId and programme = @programme and @recordId is not null
        """;
}
