using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>Adds who was met at a visit: one or many in one call, each by a number, all of them or none.</summary>
public static class AddToRoster
{
    /// <summary>In one call.</summary>
    public const int MostAtOnce = 500;

    /// <summary>Of one visit.</summary>
    public const int MostOfAVisit = 2_000;

    /// <summary>Those who were met.</summary>
    /// <param name="Entries">Each with a number that no other of the visit has.</param>
    public sealed record Request(IReadOnlyList<Entry>? Entries);

    /// <summary>Somebody who was met; there is no field for a name.</summary>
    /// <param name="Number">As on the list that was kept.</param>
    /// <param name="Sex">Code of sex.csv.</param>
    /// <param name="AgeBand">Code of age-band-unhcr.csv.</param>
    /// <param name="Nationality">ISO 3166-1 alpha-3, as claimed.</param>
    /// <param name="Needs">Categories of unhcr-specific-needs.csv, but those that say what was done to somebody.</param>
    public sealed record Entry(int? Number, string? Sex, string? AgeBand, string? Nationality, IReadOnlyList<string>? Needs);

    /// <summary>The rules of one.</summary>
    internal sealed class EntryRules : AbstractValidator<Entry>
    {
        public EntryRules()
        {
            RuleFor(entry => entry.Number).NotNull().Number(100_000, least: 1);
            RuleFor(entry => entry.Sex).NotEmpty().CodeOf(CodeList.Sexes.Contains);
            RuleFor(entry => entry.AgeBand).NotEmpty().CodeOf(CodeList.AgeBands.Contains);
            RuleFor(entry => entry.Nationality).CodeOf(CodeList.Countries.Contains);
            RuleFor(entry => entry.Needs).CodesOf(IsCategory, most: 12, mayBeAbsent: true);
        }

        private static bool IsCategory(string code) => CodeList.SpecificNeeds.Contains(code) && CodeList.SpecificNeeds[code] is var need && need["level"] == "category" && !need.Says("of_an_incident");
    }

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Entries).Must(entries => entries is { Count: > 0 }).WithMessage(_ => Texts.In("At least one.", "واحد على الأقل.", "Au moins un."));
            RuleFor(request => request.Entries).PartsOf(MostAtOnce, entry => entry.Number, new EntryRules());
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits/{visitId:guid}/roster", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(RebuildAsync)
            .Produces<RosterView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid visitId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await VisitView.Found.LockAsync(work, visitId) is not { } found || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await VisitView.NotToChangeAsync(work, visitId);
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        if (found.State == "closed")
        {
            return Refusal.WrongState(found.State);
        }

        // nobody else adds to it meanwhile: the visit is locked
        var (added, taken) = (body.Value.Entries!, (await work.QueryAsync<int>(Numbers, new { visitId })).ToHashSet());
        if (added.Count + taken.Count > MostOfAVisit)
        {
            return Refusal.Field("$.entries", Texts.In($"At most {MostOfAVisit} of one visit.", $"{MostOfAVisit} على الأكثر لزيارة واحدة.", $"{MostOfAVisit} au plus par visite."));
        }

        if (added.Select((entry, at) => (entry.Number, at)).Where(entry => taken.Contains(entry.Number!.Value)).ToList() is { Count: > 0 } there)
        {
            return Refusal.Fields(there.ToDictionary(entry => $"$.entries[{entry.at}].number", _ => new[] { Texts.In("There is one of this number already.", "يوجد واحد بهذا الرقم.", "Ce numéro est déjà pris.") }));
        }

        work.Answers(StatusCodes.Status201Created, visitId);
        Add(work, visitId, added, key);
        var rows = await work.CommitRowsAsync<RosterView.Row>(RosterView.Select, new { visitId });
        return Results.Created($"/api/visits/{visitId}/roster", RosterView.Of(rows, key));
    }

    /// <summary>Gathers those who were met for the commit, each sealed with the visit's key.</summary>
    internal static void Add(Work work, Guid visitId, IReadOnlyList<Entry> added, RecordKey key)
    {
        work.Execute(Insert, new
        {
            visitId,
            entries = added.Select(_ => Grantee.RandomId()).ToArray(),
            numbers = added.Select(entry => entry.Number!.Value).ToArray(),
            told = added.Select(entry => key.Seal(RosterView.Name, new RosterView.Told(entry.Sex!, entry.AgeBand!, entry.Nationality, entry.Needs))).ToArray(),
        });
        work.Execute("update visits set roster_kept = true where visit_id = @visitId and not roster_kept", new { visitId });
    }

    private static async Task<object?> RebuildAsync(Work work, Guid visitId) =>
        await work.CommitRowsAsync<RosterView.Row>(RosterView.Select, new { visitId }) is { Count: > 0 } rows && await work.Service<KeyStore>().GetAsync(visitId, CancellationToken.None) is { } key
            ? RosterView.Of(rows, key) : null;

    /// <summary>Those that are taken.</summary>
    internal const string Numbers = "select number from visit_roster where visit_id = @visitId";

    private const string Insert = """
        insert into visit_roster (entry_id, visit_id, number, sealed) select entry_id, @visitId, number, sealed from unnest(@entries, @numbers, @told) as e (entry_id, number, sealed)
        """;
}
