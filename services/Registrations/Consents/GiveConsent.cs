using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Registrations.Families;
using Platform.Registrations.People;
using Platform.Registrations.SubjectRequests;

namespace Platform.Registrations.Consents;

/// <summary>Records what a person agrees to: a purpose, a recipient, classes of data, until when; who gave it, how, in which language.</summary>
public static class GiveConsent
{
    private const int LongestInYears = 2;

    /// <summary>The grant as the person gave it.</summary>
    /// <param name="Purpose">Code of purpose.csv.</param>
    /// <param name="RecipientAgencyId">Who may receive.</param>
    /// <param name="Packages">Codes of package.csv.</param>
    /// <param name="GivenBy">self, caregiver or guardian.</param>
    /// <param name="Method">verbal, written or thumbprint.</param>
    /// <param name="WitnessedBy">Who witnessed it; required where it was not written.</param>
    /// <param name="Language">ISO 639-3: the language it was read out in.</param>
    /// <param name="ExpiresOn">Last day on which it stands.</param>
    public sealed record Request(
        string? Purpose, Guid? RecipientAgencyId, IReadOnlyList<string>? Packages, string? GivenBy, string? Method, string? WitnessedBy,
        string? Language, DateOnly? ExpiresOn);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(consent => consent.Purpose).NotEmpty().CodeOf(CodeList.Purposes.Contains);
            RuleFor(consent => consent.RecipientAgencyId).NotEmpty();
            RuleFor(consent => consent.Packages).CodesOf(CodeList.Packages.Contains, most: 15);
            RuleFor(consent => consent.GivenBy).NotEmpty().CodeOf(CodeList.GivenBy.Contains);
            RuleFor(consent => consent.Method).NotEmpty().CodeOf(CodeList.Methods.Contains);
            RuleFor(consent => consent.WitnessedBy).PlainText(200);
            RuleFor(consent => consent.WitnessedBy).NotEmpty().When(consent => consent.Method is "verbal" or "thumbprint");
            RuleFor(consent => consent.Language).NotEmpty().CodeOf(CodeList.Languages.Contains);
            RuleFor(consent => consent.ExpiresOn).NotEmpty();
            RuleFor(consent => consent.ExpiresOn).Must(date => date is null || (date >= today && date <= today.AddYears(LongestInYears)))
                .WithMessage(_ => Texts.In($"From today to {LongestInYears} years ahead.", $"من اليوم حتى {LongestInYears} سنة.", $"D'aujourd'hui à {LongestInYears} ans."));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/consents", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Consent)
            .Idempotent(ConsentView.RebuildAsync).Produces<ConsentView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, KeyStore keys, Standings standings, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(Lock, new { personId }) is not { } version || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        var given = body.Value;
        var recipient = standings.Current.Agency(given.RecipientAgencyId!.Value);
        if (recipient is not { Active: true, HoldsCases: true })
        {
            return Refusal.Field("$.recipientAgencyId", Texts.In("No agency that may receive this.", "ليست وكالة يجوز لها تلقي هذا.", "Aucune agence pouvant recevoir ceci."));
        }

        if (await work.ObjectionAsync(personId, given.Purpose!, recipient.AgencyId) is { } objection)
        {
            return objection;
        }

        if (given.GivenBy == "caregiver" && await work.NobodyAgreesAsync(personId, key) is { } nobody)
        {
            return nobody;
        }

        var consentId = Grantee.RandomId();
        work.Answers(StatusCodes.Status201Created, consentId);
        work.Update(Insert, new
        {
            consentId,
            personId,
            given.Purpose,
            recipient.AgencyId,
            packages = given.Packages!.ToArray(),
            given.GivenBy,
            given.Method,
            witness = given.WitnessedBy is { Length: > 0 } name ? key.Seal(ConsentView.Witness, name) : null,
            given.Language,
            given.ExpiresOn,
            version = version + 1,
        });
        work.Update(CountConsent, new { personId });
        work.Publish(new ConsentGiven
        {
            SubjectId = personId,
            SubjectVersion = version + 1,
            OccurredAt = work.Now,
            ConsentId = consentId,
            RecipientAgencyId = recipient.AgencyId,
            Purpose = given.Purpose!,
            ExpiresOn = given.ExpiresOn!.Value,
        });
        var row = await work.CommitAsync<ConsentView.Row>(ConsentView.SelectOne, new { consentId });
        return Results.Created($"/api/people/{personId}/consents/{consentId}", ConsentView.Open(row!, key));
    }

    private const string Lock = "select consent_version from people where person_id = @personId for update";

    private const string CountConsent = "update people set consent_version = consent_version + 1 where person_id = @personId";

    private const string Insert = """
        insert into consents (consent_id, person_id, purpose, recipient_agency_id, packages, given_by, method, witness, language, expires_on, recorded_by, given_at, version)
        values (@consentId, @personId, @purpose, @agencyId, @packages, @givenBy, @method, @witness, @language, @expiresOn, access.caller(), access.now(), @version)
        """;
}
