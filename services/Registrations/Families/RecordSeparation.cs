using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>
/// Says whether a child is alone, with relatives or with who cares for them. Of somebody who is an adult by the file it is refused, unless their age is said to be disputed: then
/// they are treated as a child wherever their age counts.
/// </summary>
public static class RecordSeparation
{
    /// <summary>What was said.</summary>
    /// <param name="Status">Code of separation-status.csv.</param>
    /// <param name="SeparatedOn">When they were separated; never ahead.</param>
    /// <param name="Place">Where, in words.</param>
    /// <param name="Cause">Code of separation-cause-primero.csv.</param>
    /// <param name="CareArrangement">Code of care-arrangement-primero.csv.</param>
    /// <param name="Source">Code of status-source.csv.</param>
    /// <param name="AssertedBy">Who said so, in words.</param>
    /// <param name="Note">What else was said.</param>
    /// <param name="AgeDisputed">That their age is disputed; then why.</param>
    /// <param name="AgeDisputeReason">Why it is.</param>
    public sealed record Request(
        string? Status, DateOnly? SeparatedOn, string? Place, string? Cause, string? CareArrangement, string? Source, string? AssertedBy, string? Note, bool? AgeDisputed, string? AgeDisputeReason);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(said => said.Status).NotEmpty().CodeOf(CodeList.SeparationStatuses.Contains);
            RuleFor(said => said.SeparatedOn).PastDay(today);
            RuleFor(said => said.Place).PlainText(500);
            RuleFor(said => said.Cause).CodeOf(CodeList.SeparationCauses.Contains);
            RuleFor(said => said.CareArrangement).CodeOf(CodeList.CareArrangements.Contains);
            RuleFor(said => said.CareArrangement).Must((said, care) => care is null || !CodeList.SeparationStatuses.Contains(said.Status) || !Excludes(said.Status!, care)).WithMessage(_ => Texts.In(
                "Who is cared for so is not what status says.", "من يُرعى بهذه الطريقة ليس كما يقول status.", "Qui est ainsi pris en charge n’est pas ce que dit status."));
            RuleFor(said => said.Source).NotEmpty().CodeOf(CodeList.StatusSources.Contains);
            RuleFor(said => said.AssertedBy).PlainText(200);
            RuleFor(said => said.Note).PlainText(2000);
            RuleFor(said => said.AgeDisputeReason).PlainText(2000);
            RuleFor(said => said.AgeDisputeReason).NotEmpty().When(said => said.AgeDisputed is true);
            RuleFor(said => said.AgeDisputeReason).Null().When(said => said.AgeDisputed is not true).WithMessage(_ => Texts.In("Only with ageDisputed.", "مع ageDisputed فقط.", "Seulement avec ageDisputed."));
        }

        private static bool Excludes(string status, string care) => CodeList.SeparationStatuses[status]["excludes_care"].Split(' ').Contains(care);
    }

    private sealed record Standing(int? Version, bool Cared);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/people/{personId:guid}/separation", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<SeparationView>();

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, IfMatch ifMatch, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<DisputedAge.File>(DisputedAge.Lock, new { personId }) is not { } file || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        if (body.Refuses(new Rules(today)) is { } refusal)
        {
            return refusal;
        }

        var standing = (await work.QuerySingleOrDefaultAsync<Standing>(Stands, new { personId }))!;
        if ((standing.Version is { } seen ? ifMatch.Refuses(seen) : ifMatch.RefusesNew()) is { } stale)
        {
            return stale;
        }

        var said = body.Value;
        var identity = key.Open<Identity>(Identity.Package, file.Identity) with { AgeDisputed = said.AgeDisputed is true ? true : null };
        if (!identity.MayBeChildOn(today))
        {
            return NotAChild();
        }

        if (said.Status == "with-family" && !standing.Cared)
        {
            return NobodyCares();
        }

        DisputedAge.Say(work, personId, key, file, said.AgeDisputed is true);
        work.Update(Insert, new
        {
            separationId = Guid.CreateVersion7(),
            personId,
            version = (standing.Version ?? 0) + 1,
            @sealed = key.Seal(SeparationView.Saying.Name, new SeparationView.Saying(
                said.Status!, said.SeparatedOn, said.Place, said.Cause, said.CareArrangement, said.Source, said.AssertedBy, said.Note, said.AgeDisputed, said.AgeDisputeReason, null, null,
                work.Caller.Subject, work.Now)),
        });
        var rows = await work.CommitRowsAsync<SeparationView.Row>(SeparationView.Select, new { personId });
        response.Headers.ETag = IfMatch.Tag(rows[0].Version);
        return Results.Ok(SeparationView.Of(rows, key, today));
    }

    internal static Refusal NobodyCares() => new(409, "caregiver-missing", Texts.In(
        "Nobody whose kinship is verified is said to care for the person.", "لا يوجد من تم التحقق من قرابته ويقال إنه يرعى الشخص.", "Personne dont la parenté est vérifiée n’est dit s’occuper de la personne."));

    private static Refusal NotAChild() => new(422, "not-a-child", Texts.In(
        "By the birth in the file this is an adult.", "بحسب تاريخ الميلاد في الملف، هذا شخص بالغ.", "Selon la naissance dans le dossier, c’est un adulte."), new Dictionary<string, object>
        {
            ["errors"] = new Dictionary<string, string[]>
            {
                ["$.status"] = [Texts.In(
                    "Of a child only. Put the birth in the file right, or say that the age is disputed (ageDisputed, with the reason).",
                    "للأطفال فقط. صحّح تاريخ الميلاد في الملف، أو اذكر أن العمر متنازع عليه (ageDisputed مع السبب).",
                    "Pour un enfant seulement. Corrigez la naissance dans le dossier, ou dites que l’âge est contesté (ageDisputed, avec la raison).")],
            },
        });

    // the file is locked: nobody says another thing meanwhile, and who cares does not change
    private const string Stands = """
        select (select max(version) from separations where person_id = @personId) as version,
               exists (select 1 from family_links where person_id = @personId and caregiver) as cared
        """;

    internal const string Insert = """
        insert into separations (separation_id, person_id, version, sealed, recorded_by, recorded_at) values (@separationId, @personId, @version, @sealed, access.caller(), access.now())
        """;
}
