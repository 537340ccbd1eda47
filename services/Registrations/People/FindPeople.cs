using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.Matching;

namespace Platform.Registrations.People;

/// <summary>
/// Finds people among those whose case the caller keeps: before a file is opened, whether there is one already. The name comes in the body, never in an
/// address; keyed hashes find candidates, and these alone are opened, weighed and ranked, each with the reasons. What another agency may know is never told.
/// </summary>
public static class FindPeople
{
    private const int MostOpened = 200;
    private const int MostTold = 50;

    /// <summary>Whom to look for. The more is told, the better the ranking; the birth year is worth most.</summary>
    /// <param name="Name">The whole name, in any script or spelling.</param>
    /// <param name="BirthYear">Four digits.</param>
    /// <param name="AgePrecision">estimate, where the year is one.</param>
    /// <param name="Sex">Code of sex.csv.</param>
    /// <param name="Nationality">ISO 3166-1 alpha-3.</param>
    /// <param name="Phone">As given.</param>
    public sealed record Request(string? Name, int? BirthYear, string? AgePrecision, string? Sex, string? Nationality, string? Phone);

    /// <summary>
    /// Somebody who may be the one, as in the list of people. <c>band</c>: strong, likely, review or possible, by how much speaks for it; absent where only a name was told,
    /// which says too little. <c>mergedInto</c>: the file that is kept, where this one was merged into it. <c>reasons</c>: what was found, as same-given-name. Neither is a decision.
    /// </summary>
    public sealed record Candidate(
        Guid PersonId, string CaseCode, string GivenName, string? FamilyName, string Sex, string AgeBand, string AreaCode, string Setting,
        DateTimeOffset RegisteredAt, DateTimeOffset UpdatedAt, Guid? MergedInto, string? Band, IReadOnlyList<string> Reasons);

    private sealed record Row(Guid PersonId, string CaseCode, string AreaCode, string Setting, DateTimeOffset RegisteredAt, DateTimeOffset UpdatedAt, Guid? MergedInto, byte[] Identity, byte[]? Contact, long Base);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Name).NotEmpty().PlainText(400);
            RuleFor(request => request.BirthYear).InclusiveBetween(1900, 2100);
            RuleFor(request => request.AgePrecision).CodeOf(CodeList.AgePrecisions.Contains);
            RuleFor(request => request.Sex).CodeOf(CodeList.Sexes.Contains);
            RuleFor(request => request.Nationality).CodeOf(CodeList.Countries.Contains);
            RuleFor(request => request.Phone).PlainText(40);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/search", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .WithMetadata(new NeedsIdempotencyKey()).Produces<Page<Candidate>>();

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, KeyStore keys, MatchKeys matching, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var asked = body.Value;
        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<Row>(Select, new { keys = matching.Scoped(work.Caller.Agency, [asked.Name!]), limit = MostOpened });
        var keyOf = await keys.GetAsync([.. rows.Select(row => row.PersonId)], ct);
        var (matcher, wanted) = (new Matcher(rows.Select(row => row.Base).FirstOrDefault()), MatchSubject.Of(asked.Name!, asked.BirthYear, asked.AgePrecision, asked.Sex, asked.Nationality, asked.Phone));
        var saysEnough = asked.BirthYear is not null || wanted.Phone is not null;
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        var told = rows.Where(row => keyOf.ContainsKey(row.PersonId)).Select(Weigh).Where(one => !saysEnough || one.Score.Band is not MatchBand.None)
            .OrderByDescending(one => one.Score).ThenByDescending(one => one.Candidate.RegisteredAt).Take(MostTold).Select(one => one.Candidate).ToList();
        work.AuditRecords(told.Select(candidate => candidate.PersonId));
        await work.CommitAsync();
        return Results.Ok(new Page<Candidate>(told, null));

        (Candidate Candidate, MatchScore Score) Weigh(Row row)
        {
            var key = keyOf[row.PersonId];
            var identity = key.Open<Identity>(Identity.Package, row.Identity);
            var phone = row.Contact is { } contact ? key.Open<Contact>(Contact.Package, contact).Phone : null;
            // by whichever of the names speaks most for it
            var score = identity.Subjects(phone).Max(subject => matcher.Score(wanted, subject));
            return (new Candidate(
                row.PersonId, row.CaseCode, identity.GivenName, identity.FamilyName, identity.Sex, identity.AgeBandOn(today), row.AreaCode, row.Setting, row.RegisteredAt, row.UpdatedAt, row.MergedInto,
                saysEnough ? score.BandCode : null, score.ReasonCodes), score);
        }
    }

    // a key that few have says more than one that many have; what the caller may not see takes no place among those that are opened, and is asked for last, in the order of
    // weight, so that the rest of a long list is not looked at
    private const string Select = """
        with base as (select greatest(reltuples, 1)::bigint as records from pg_class where oid = 'people'::regclass),
        probed as materialized (select key, person_id from person_search_keys where agency_id = access.agency() and key = any (@keys)),
        weights as (select p.key, ln(1 + b.records::float8 / count(*)) as weight from probed p cross join base b group by p.key, b.records),
        hits as (
            select p.person_id, sum(w.weight) as weight, (select b.records from base b) as records
              from probed p join weights w on w.key = p.key
             group by p.person_id order by weight desc, p.person_id desc offset 0)
        select p.person_id, p.case_code, p.area_code, p.setting, p.registered_at, p.updated_at, p.merged_into, i.sealed as identity, c.sealed as contact, h.records as base
          from hits h
          join people p on p.person_id = h.person_id and exists (select 1 from access.grants g where g.record = h.person_id)
          join person_identities i on i.person_id = h.person_id
          left join person_contacts c on c.person_id = h.person_id
         order by h.weight desc
         limit @limit
        """;
}
