using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.Consents;
using Platform.Registrations.People;

namespace Platform.Registrations.SubjectRequests;

/// <summary>
/// A person asks, through who keeps their file, what is held about them, that it is put right, or that it is not used. The clock runs from the day it was
/// asked; what is objected to ends at once.
/// </summary>
public static class RecordSubjectRequest
{
    private const int LongestInDays = 365;

    /// <summary>What was asked.</summary>
    /// <param name="Kind">access, correction or objection.</param>
    /// <param name="ReceivedOn">The day it was asked, within the last year.</param>
    /// <param name="Language">ISO 639-3: the language to answer in.</param>
    /// <param name="How">in-person, phone, letter or through-representative.</param>
    /// <param name="Through">Who asks for the person; where it is through a representative.</param>
    /// <param name="What">What is asked, in the person's words; needed for a correction. Sealed.</param>
    /// <param name="ObjectsTo">For an objection: what must not be done.</param>
    public sealed record Request(string? Kind, DateOnly? ReceivedOn, string? Language, string? How, string? Through, string? What, ObjectsTo? ObjectsTo);

    private sealed record Consent(Guid PersonId, Guid ConsentId);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today, Standing standing)
        {
            RuleFor(request => request.Kind).NotEmpty().CodeOf(kind => kind is "access" or "correction" or "objection");
            RuleFor(request => request.ReceivedOn).NotEmpty();
            RuleFor(request => request.ReceivedOn).Must(date => date is null || (date <= today && date >= today.AddDays(-LongestInDays)))
                .WithMessage(_ => Texts.In("A day of the last year, today at the latest.", "يوم من السنة الماضية، واليوم على الأكثر.", "Un jour de l’année écoulée, au plus tard aujourd’hui."));
            RuleFor(request => request.Language).NotEmpty().CodeOf(CodeList.Languages.Contains);
            RuleFor(request => request.How).NotEmpty().CodeOf(how => how is "in-person" or "phone" or "letter" or "through-representative");
            RuleFor(request => request.Through).PlainText(200);
            RuleFor(request => request.Through).NotEmpty().When(request => request.How == "through-representative");
            RuleFor(request => request.Through).Empty().When(request => request.How is "in-person" or "phone" or "letter");
            RuleFor(request => request.What).PlainText(2000);
            RuleFor(request => request.What).NotEmpty().When(request => request.Kind == "correction");
            RuleFor(request => request.ObjectsTo).NotNull().When(request => request.Kind == "objection");
            RuleFor(request => request.ObjectsTo).Null().When(request => request.Kind is "access" or "correction");
            RuleFor(request => request.ObjectsTo).Must(to => to is not { Purposes: null or { Count: 0 }, RecipientAgencyIds: null or { Count: 0 } })
                .WithMessage(_ => Texts.In("Name purposes, agencies, or both.", "اذكر أغراضاً أو وكالات أو كليهما.", "Nommez des finalités, des agences, ou les deux."));
            When(request => request.ObjectsTo is not null, () =>
            {
                RuleFor(request => request.ObjectsTo!.Purposes).CodesOf(CodeList.Purposes.Contains, most: 10, mayBeAbsent: true);
                RuleFor(request => request.ObjectsTo!.RecipientAgencyIds)
                    .Must(ids => ids is null || (ids.Count <= 20 && ids.Distinct().Count() == ids.Count && ids.All(id => standing.Agency(id) is not null)))
                    .WithMessage(_ => Texts.In("At most 20 agencies that take part, each once.", "20 وكالة مشاركة على الأكثر، كل منها مرة واحدة.", "Au plus 20 agences participantes, chacune une fois."));
            });
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/requests", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(SubjectRequestView.RebuildAsync)
            .Produces<SubjectRequestView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        Guid personId, Body<Request> body, ScopedDatabase database, KeyStore keys, Standings standings, IConfiguration configuration, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Lock, new { personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime), standings.Current)) is { } refusal)
        {
            return refusal;
        }

        var (asked, requestId) = (body.Value, Guid.CreateVersion7());
        var dueOn = asked.ReceivedOn!.Value.AddDays(SubjectRequestClock.DaysToAnswer(configuration));
        string[] purposes = [.. asked.ObjectsTo?.Purposes ?? []];
        Guid[] recipients = [.. asked.ObjectsTo?.RecipientAgencyIds ?? []];
        work.Answers(StatusCodes.Status201Created, requestId);
        work.Update(Insert, new
        {
            requestId,
            personId,
            asked.Kind,
            asked.How,
            asked.Language,
            purposes,
            recipients,
            asked.ReceivedOn,
            dueOn,
            nextAt = SubjectRequestClock.RemindAt(dueOn),
        });
        work.Update(InsertTexts, new { requestId, personId, asked = Sealed(SubjectRequestView.AskedName, asked.What), through = Sealed(SubjectRequestView.ThroughName, asked.Through) });
        if (asked.Kind == "objection")
        {
            var objectedTo = await work.QueryAsync<Consent>(ObjectedTo, new { personId, purposes, recipients });
            foreach (var file in objectedTo.GroupBy(consent => consent.PersonId))   // also what was agreed to in a file that was merged into this one
            {
                var version = await work.QuerySingleOrDefaultAsync<int>(Withdrawal.Lock, new { personId = file.Key });
                foreach (var consent in file)
                {
                    work.Withdraw(consent.PersonId, consent.ConsentId, ++version);
                }
            }
        }

        work.AuditRecords([personId, requestId]);
        var row = await work.CommitAsync<SubjectRequestView.Row>(SubjectRequestView.SelectOne, new { requestId });
        return Results.Created($"/api/requests/{requestId}", SubjectRequestView.Of(row!, key));

        byte[]? Sealed(string name, string? text) => text is { Length: > 0 } ? key.Seal(name, text) : null;
    }

    private const string ObjectedTo = """
        select person_id, consent_id from consents
         where person_id = any (files_of(@personId)) and withdrawn_at is null
           and (@purposes = '{}' or purpose = any (@purposes)) and (@recipients = '{}' or recipient_agency_id = any (@recipients))
         order by person_id, given_at, consent_id
        """;

    private const string Insert = """
        insert into subject_requests (request_id, person_id, agency_id, kind, how, language, purposes, recipients, state, received_on, due_on, recorded_by, recorded_at, next_at)
        values (@requestId, @personId, access.agency(), @kind, @how, @language, @purposes, @recipients, 'received', @receivedOn, @dueOn, access.caller(), access.now(), @nextAt)
        """;

    private const string InsertTexts = "insert into subject_request_texts (request_id, person_id, asked, through) values (@requestId, @personId, @asked, @through)";
}
