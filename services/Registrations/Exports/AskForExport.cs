using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Exports;

/// <summary>
/// Who keeps the files of a few people asks for an export of them to another agency, which each of them has agreed to. A supervisor and a protection officer have to
/// approve before it can be downloaded, and it is good for some hours from now.
/// </summary>
public static class AskForExport
{
    private const int LongestInHours = 72;

    /// <summary>What is to be exported.</summary>
    /// <param name="People">Ids of people whose files the caller keeps, 25 at most; who may be a child, or is held, alone.</param>
    /// <param name="Packages">identity, contact.</param>
    /// <param name="RecipientAgencyId">Another agency that holds cases.</param>
    /// <param name="Purpose">Code of purpose.csv; the consents and an agreement must name it.</param>
    /// <param name="Reason">Why a file is needed. Sealed; read by who approves.</param>
    /// <param name="Hours">1 to 72, from now.</param>
    public sealed record Request(IReadOnlyList<Guid>? People, IReadOnlyList<string>? Packages, Guid? RecipientAgencyId, string? Purpose, string? Reason, int? Hours);

    private sealed class Rules : AbstractValidator<Request>
    {
        private static readonly HashSet<string> Held = new(StringComparer.Ordinal) { Registrations.People.Identity.Package, Registrations.People.Contact.Package };

        public Rules()
        {
            RuleFor(request => request.People).Must(people => people is { Count: > 0 }).WithMessage(_ => Texts.In("At least one.", "واحد على الأقل.", "Au moins un."));
            RuleFor(request => request.People).Must(people => people is null || people.Distinct().Count() == people.Count)
                .WithMessage(_ => Texts.In("The same one twice.", "العنصر نفسه مرتين.", "Le même deux fois."));
            RuleFor(request => request.Packages).CodesOf(Held.Contains, most: 2);
            RuleFor(request => request.RecipientAgencyId).NotEmpty();
            RuleFor(request => request.Purpose).NotEmpty().CodeOf(CodeList.Purposes.Contains);
            RuleFor(request => request.Reason).NotEmpty().PlainText(2000);
            RuleFor(request => request.Hours).NotNull();
            RuleFor(request => request.Hours).Must(hours => hours is null or (>= 1 and <= LongestInHours))
                .WithMessage(_ => Texts.In($"1 to {LongestInHours}.", $"من 1 إلى {LongestInHours}.", $"De 1 à {LongestInHours}."));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/exports", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity, everyRefusal: true).NeedsFeature(Features.ExportOfFiles)
            .Idempotent(ExportView.RebuildAsync).Produces<ExportView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, KeyStore keys, Standings standings, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var asked = body.Value;
        if (asked.People!.Count > ExportedPerson.Most)
        {
            return ExportedPerson.Bulk("at-most-25");
        }

        await using var work = await database.BeginAsync(ct);
        var terms = new ExportedPerson.Terms(asked.RecipientAgencyId!.Value, asked.Purpose!, asked.Packages!);
        var people = await ExportedPerson.ReadAsync(work, asked.People, terms, ct);
        if (people.Count < asked.People.Count)
        {
            return Refusal.NotFound;   // one of them is not there, or not the caller's to keep; which is not said
        }

        if ((ExportedPerson.RefusesList(people) ?? RefusesRecipient(terms.Recipient, standings.Current, work.Caller) ?? RefusesLacking(people, asked.People)) is { } wrong)
        {
            return wrong;
        }

        var exportId = Guid.CreateVersion7();
        var key = await keys.CreateAsync(exportId, ct);
        work.Execute(Ask, new
        {
            exportId,
            terms.Recipient,
            terms.Purpose,
            packages = terms.Packages.ToArray(),
            people = people.Select(person => person.PersonId).ToArray(),
            reason = key.Seal(ExportView.ReasonName, asked.Reason!),
            asked.Hours,
        });
        work.AuditRecords([exportId, .. people.Select(person => person.PersonId)]);
        work.Answers(StatusCodes.Status201Created, exportId);
        var row = await work.CommitAsync<ExportView.Row>(ExportView.SelectOne, new { exportId });
        return Results.Created($"/api/exports/{exportId}", ExportView.Of(row!, key));
    }

    private static Refusal? RefusesRecipient(Guid recipient, Standing standing, Caller caller) =>
        recipient != caller.Agency && standing.Agency(recipient) is { Active: true, HoldsCases: true } ? null
        : Refusal.Field("$.recipientAgencyId", Texts.In("No other agency that may receive this.", "ليست وكالة أخرى يجوز لها تلقي هذا.", "Aucune autre agence pouvant recevoir ceci."));

    private static Refusal? RefusesLacking(IReadOnlyList<ExportedPerson> people, IReadOnlyList<Guid> asked)
    {
        foreach (var (lacks, message) in ((string, string)[])
        [
            ("agreement", Texts.In(
                "No agreement in force lets this agency receive these packages for this purpose in this area.",
                "لا يوجد اتفاق سارٍ يسمح لهذه الوكالة بتلقي هذه الحزم لهذا الغرض في هذه المنطقة.",
                "Aucun accord en vigueur ne permet à cette agence de recevoir ces données à cette fin dans cette zone.")),
            ("consent", Texts.In(
                "The person has not agreed that this agency receives this for this purpose, or no longer does.",
                "لم يوافق الشخص على أن تتلقى هذه الوكالة هذا لهذا الغرض، أو لم يعد موافقاً.",
                "La personne n'a pas accepté que cette agence reçoive ceci à cette fin, ou ne l'accepte plus.")),
        ])
        {
            var lacking = people.Where(person => person.Lacks == lacks).Select(person => person.PersonId).ToHashSet();
            if (lacking.Count > 0)
            {
                return new Refusal(400, $"{lacks}-missing", members: new Dictionary<string, object>
                {
                    ["errors"] = asked.Select((person, at) => (person, at)).Where(named => lacking.Contains(named.person)).ToDictionary(named => $"$.people[{named.at}]", _ => (string[])[message]),
                });
            }
        }

        return null;
    }

    private const string Ask = "select export_ask(@exportId, @recipient, @purpose, @packages, @people, @reason, @hours)";
}
