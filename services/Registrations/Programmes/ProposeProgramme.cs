using System.Text.Json;
using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Programmes;

/// <summary>A supervisor proposes what a programme of the agency asks, the first time or anew. Nobody is asked anything by it until a second person has approved.</summary>
public static class ProposeProgramme
{
    /// <summary>The whole form.</summary>
    /// <param name="Code">Of the programme: lower-case words with hyphens. A code that is there already gets another form.</param>
    /// <param name="Title">What it is called.</param>
    /// <param name="Fields">What is asked; those in force stay in it, retired where they are asked no more.</param>
    public sealed record Request(string? Code, ProgrammeForm.Label? Title, IReadOnlyList<ProgrammeForm.Field>? Fields);

    private sealed record Former(string Form, bool IsProposed);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Code).FormCode();
            RuleFor(request => request).Custom((request, found) =>
            {
                foreach (var wrong in new ProgrammeForm.Rules().Validate(new ProgrammeForm(request.Title, request.Fields)).Errors) found.AddFailure(wrong);
            });
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/programmes", HandleAsync).RequireAuthorization(Policies.ShapeProgrammes).Audited(DataClass.Organisational).Idempotent(ProgrammeView.RebuildAsync)
            .Produces<ProgrammeView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var (code, form, formId) = (body.Value.Code!, new ProgrammeForm(body.Value.Title, body.Value.Fields), Guid.CreateVersion7());
        await using var work = await database.BeginAsync(ct);
        work.LockFirst(Grantee.Number(Grantee.NameBased(work.Caller.Agency, code)));   // one after the other: each looks at what is there
        var former = await work.QueryAsync<Former>(Formers, new { code });
        if (former.Exists(one => one.IsProposed))
        {
            return Refusal.WrongState("proposed");
        }

        if (former.Find(one => !one.IsProposed) is { } inForce && form.LostSince(ProgrammeView.FormOf(inForce.Form)) is { Count: > 0 } lost)
        {
            return Refusal.Fields(lost);
        }

        work.Answers(StatusCodes.Status201Created, formId);
        work.Update(Insert, new { formId, code, form = JsonSerializer.Serialize(form, PlatformHost.Json) });
        var row = await work.CommitAsync<ProgrammeView.Row>(ProgrammeView.SelectOne, new { formId });
        return Results.Created($"/api/programmes/{formId}", ProgrammeView.Of(row!));
    }

    private const string Formers = "select form::text as form, state = 'proposed' as is_proposed from programme_forms where code = @code and state in ('proposed', 'in-force')";

    private const string Insert = """
        insert into programme_forms (form_id, agency_id, code, form, state, proposed_by, proposed_at) values (@formId, access.agency(), @code, @form::jsonb, 'proposed', access.caller(), access.now())
        """;
}
