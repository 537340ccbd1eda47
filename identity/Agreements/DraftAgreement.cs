using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.Users;

namespace Platform.Identity.Agreements;

/// <summary>An administrator of the lead drafts an agreement. It gives nobody anything until each party signed and another administrator put it into force.</summary>
public static class DraftAgreement
{
    private const int LongestInYears = 5;

    /// <summary>The agreement. It is not changed later: another one takes its place.</summary>
    /// <param name="Code">Small letters, digits and hyphens.</param>
    /// <param name="AgencyIds">Its parties, two at least, all of a kind that holds cases.</param>
    /// <param name="Purposes">Codes of purpose.csv.</param>
    /// <param name="Packages">Codes of package.csv.</param>
    /// <param name="AreaCodes">P-codes or prefixes; <c>*</c> for everywhere.</param>
    /// <param name="From">First day.</param>
    /// <param name="Until">Last day, within five years.</param>
    public sealed record Request(
        string? Code, IReadOnlyList<Guid>? AgencyIds, IReadOnlyList<string>? Purposes, IReadOnlyList<string>? Packages, IReadOnlyList<string>? AreaCodes, DateOnly? From, DateOnly? Until);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(agreement => agreement.Code).NotEmpty().Name();
            RuleFor(agreement => agreement.AgencyIds).AtMost(100);
            RuleFor(agreement => agreement.AgencyIds).Must(ids => ids is { Count: >= 2 }).WithMessage(_ => Texts.In("At least two.", "اثنان على الأقل.", "Au moins deux."));
            RuleFor(agreement => agreement.Purposes).CodesOf(CodeList.Purposes.Contains, most: 10);
            RuleFor(agreement => agreement.Packages).CodesOf(CodeList.Packages.Contains, most: 20);
            RuleFor(agreement => agreement.AreaCodes).CodesOf(Administered.IsArea, most: 120);
            RuleFor(agreement => agreement.From).NotEmpty();
            RuleFor(agreement => agreement.From).Must(from => from is null || (from >= today.AddYears(-1) && from <= today.AddYears(LongestInYears)))
                .WithMessage(_ => Texts.In($"From one year ago to {LongestInYears} years ahead.", $"من سنة مضت حتى {LongestInYears} سنوات.", $"D'il y a un an à {LongestInYears} ans."));
            RuleFor(agreement => agreement.Until).NotEmpty();
            RuleFor(agreement => agreement.Until).Must(until => until is null || (until >= today && until <= today.AddYears(LongestInYears)))
                .WithMessage(_ => Texts.In($"From today to {LongestInYears} years ahead.", $"من اليوم حتى {LongestInYears} سنوات.", $"D'aujourd'hui à {LongestInYears} ans."));
            RuleFor(agreement => agreement.Until).Must((agreement, until) => until is null || agreement.From is null || agreement.From <= until)
                .WithMessage(_ => Texts.In("Ends before it begins.", "ينتهي قبل أن يبدأ.", "Finit avant de commencer."));
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/agreements", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(AgreementView.RebuildAsync).Produces<AgreementView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var parties = await work.QueryAsync<Guid>(PossibleParties);
        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        var drafted = body.Value;
        if (drafted.AgencyIds!.Select((agency, at) => (agency, at)).Where(party => !parties.Contains(party.agency)).ToDictionary(
                party => $"$.agencyIds[{party.at}]", _ => (string[])[Texts.In("No agency that holds cases.", "ليست وكالة تدير حالات.", "Aucune agence qui gère des cas.")]) is { Count: > 0 } wrong)
        {
            return Refusal.Fields(wrong);
        }

        var agreementId = Guid.CreateVersion7();
        if (!await work.QuerySingleOrDefaultAsync<bool>(Insert, new
        {
            agreementId,
            drafted.Code,
            agencyIds = drafted.AgencyIds!.ToArray(),
            purposes = drafted.Purposes!.ToArray(),
            packages = drafted.Packages!.ToArray(),
            areaCodes = drafted.AreaCodes!.ToArray(),
            drafted.From,
            drafted.Until,
        }))
        {
            return Administered.AlreadyThere;
        }

        work.Execute(InsertParties, new { agreementId, agencyIds = drafted.AgencyIds!.ToArray() });
        work.Answers(StatusCodes.Status201Created, agreementId);
        return Results.Created($"/api/agreements/{agreementId}", await work.CommitAsync<AgreementView>(AgreementView.SelectOne, new { agreementId }));
    }

    private const string PossibleParties = "select agency_id from agencies where active and kind in ('lead', 'un', 'ngo')";

    private const string Insert = """
        insert into agreements (agreement_id, code, agency_ids, purposes, packages, area_codes, valid_from, valid_until, active, drafted_by, drafted_at)
        values (@agreementId, @code, @agencyIds, @purposes, @packages, @areaCodes, @from, @until, false, access.caller(), access.now())
        on conflict do nothing returning true
        """;

    private const string InsertParties = "insert into agreement_parties (agreement_id, agency_id) select @agreementId, unnest(@agencyIds)";
}
