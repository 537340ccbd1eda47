using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.People;
using Platform.Registrations.SubjectRequests;

namespace Platform.Registrations.Packages;

/// <summary>
/// The one way another service gets a person's data: for a purpose and a recipient, with the caller's own token. Scope,
/// agreement and consent are checked here, where they are known, and what was prepared for whom is entered in the ledger.
/// </summary>
public static class HandOverPackages
{
    /// <summary>What is asked for.</summary>
    public sealed record Request(Guid? PersonId, string? Purpose, IReadOnlyList<string>? Packages, Guid? RecipientAgencyId, string? AreaCode, Guid? ReferralId, string? Basis);

    /// <summary>What is handed over: the packages, the version of the file they are from, what may stand on an envelope, and the consents all of it stands on.</summary>
    public sealed record HandedOver(
        Guid PersonId, int PersonVersion, int ConsentVersion, IReadOnlyList<Guid> ConsentIds, DateOnly? ConsentUntil, Identity? Identity, Contact? Contact, Outline Outline);

    /// <summary>Who it is about, as coarsely as an envelope may say it.</summary>
    public sealed record Outline(string Sex, string AgeBand, string Adm2);

    private sealed record Standing(int Version, int ConsentVersion, string AreaCode, byte[] Identity, byte[] Contact);

    private sealed record Consent(Guid ConsentId, string[] Packages, DateOnly ExpiresOn);

    private sealed class Rules : AbstractValidator<Request>
    {
        private static readonly HashSet<string> Held = new(StringComparer.Ordinal) { People.Identity.Package, People.Contact.Package };

        public Rules()
        {
            RuleFor(request => request.PersonId).NotEmpty();
            RuleFor(request => request.Purpose).NotEmpty().CodeOf(CodeList.Purposes.Contains);
            RuleFor(request => request.Packages).CodesOf(Held.Contains, most: 2);
            RuleFor(request => request.RecipientAgencyId).NotEmpty();
            RuleFor(request => request.Basis).CodeOf(basis => basis is "consent" or "vital-interest");
            RuleFor(request => request.AreaCode).NotEmpty().CodeOf(CodeList.Adm3.Contains);
        }
    }

    /// <summary>Maps the route; the gateway does not lead here.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/packages", HandleAsync).RequireAuthorization(Policies.SendReferrals).Audited(DataClass.Identity).Produces<HandedOver>();

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, KeyStore keys, Standings standings, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var request = body.Value;
        var personId = request.PersonId!.Value;
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Standing>(LockFile, new { personId }) is not { } file || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        var recipient = request.RecipientAgencyId!.Value;
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        if (standings.Current.AgreementFor(work.Caller.Agency, recipient, request.Purpose!, request.Packages!, request.AreaCode!, today) is null)
        {
            return new Refusal(400, "agreement-missing", members: Errors("$.recipientAgencyId", Texts.In(
                "No agreement in force lets this agency receive these packages for this purpose in this area.",
                "لا يوجد اتفاق سارٍ يسمح لهذه الوكالة بتلقي هذه الحزم لهذا الغرض في هذه المنطقة.",
                "Aucun accord en vigueur ne permet à cette agence de recevoir ces données à cette fin dans cette zone.")));
        }

        if (await work.ObjectionAsync(personId, request.Purpose!, recipient) is { } objection)
        {
            return objection;
        }

        // without consent the recipient reads nothing until a second person of the sender has approved; the ledger says so
        var byConsent = request.Basis is null or "consent";
        var consents = byConsent ? await work.QueryAsync<Consent>(StandingConsents, new { personId, recipient, request.Purpose }) : [];
        var relied = new Dictionary<Guid, DateOnly>();
        var uncovered = new Dictionary<string, string[]>();
        for (var at = 0; byConsent && at < request.Packages!.Count; at++)
        {
            // the consent that lasts longest of those that name the package
            if (consents.FirstOrDefault(consent => consent.Packages.Contains(request.Packages[at])) is { } consent)
            {
                relied[consent.ConsentId] = consent.ExpiresOn;
            }
            else
            {
                uncovered[$"$.packages[{at}]"] = [Texts.In(
                    "The person has not agreed that this agency receives this for this purpose, or no longer does.",
                    "لم يوافق الشخص على أن تتلقى هذه الوكالة هذا لهذا الغرض، أو لم يعد موافقاً.",
                    "La personne n'a pas accepté que cette agence reçoive ceci à cette fin, ou ne l'accepte plus.")];
            }
        }

        if (uncovered.Count > 0)
        {
            return new Refusal(400, "consent-missing", members: new Dictionary<string, object> { ["errors"] = uncovered });
        }

        var identity = key.Open<Identity>(Identity.Package, file.Identity);
        work.AuditRecords([personId]);
        work.Disclose(new Disclosure(personId, recipient, request.Packages!, request.Purpose!, request.Basis ?? "consent", relied.Keys, request.ReferralId, Stage.Prepared));
        await work.CommitAsync();
        return Results.Ok(new HandedOver(
            personId, file.Version, file.ConsentVersion, [.. relied.Keys], byConsent ? relied.Values.Min() : null,
            request.Packages!.Contains(Identity.Package) ? identity : null,
            request.Packages!.Contains(Contact.Package) ? key.Open<Contact>(Contact.Package, file.Contact) : null,
            new Outline(identity.Sex, identity.AgeBandOn(today), Pcode.Adm2Of(request.AreaCode!))));
    }

    private static Dictionary<string, object> Errors(string path, string message) =>
        new() { ["errors"] = new Dictionary<string, string[]> { [path] = [message] } };

    // a withdrawal or a change waits until this has committed, or this sees it: all of it, as the version must not be newer than the contact
    private const string LockFile = """
        select p.version, p.consent_version, p.area_code, i.sealed as identity, c.sealed as contact
          from people p
          join person_identities i on i.person_id = p.person_id
          join person_contacts c on c.person_id = p.person_id
         where p.person_id = @personId
           for share of p, i, c
        """;

    private const string StandingConsents = """
        select consent_id, packages, expires_on from consents
         where person_id = @personId and recipient_agency_id = @recipient and purpose = @purpose
           and withdrawn_at is null and expires_on >= (access.now() at time zone 'utc')::date
         order by expires_on desc
        """;
}
