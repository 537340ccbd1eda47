using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.People;

/// <summary>
/// Finds people by name among those whose case the caller keeps. The name comes in the body, never in an address; it is
/// compared by keyed hashes, and only the candidates are opened.
/// </summary>
public static class FindPeople
{
    private const int MostCandidates = 50;

    /// <summary>The name to look for, in any script or spelling.</summary>
    public sealed record Request(string? Name);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Name).NotEmpty().PlainText(400);
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/search", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .WithMetadata(new NeedsIdempotencyKey()).Produces<Page<ListPeople.Item>>();

    private static async Task<IResult> HandleAsync(Body<Request> body, ScopedDatabase database, KeyStore keys, NameKeys names, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var wanted = names.Of(work.Caller.Agency, body.Value.Name!);
        var rows = await work.QueryAsync<ListPeople.Row>(Select, new { keys = wanted, limit = MostCandidates });
        work.AuditRecords(rows.Select(row => row.PersonId));
        await work.CommitAsync();
        var opened = await ListPeople.OpenAsync(rows, work, keys, ct);
        var parts = NameKeys.Parts(body.Value.Name!);
        return Results.Ok(new Page<ListPeople.Item>(
            [.. opened.Select(entry => entry.Item).OrderByDescending(item => NameKeys.Parts($"{item.GivenName} {item.FamilyName}").Intersect(parts).Count())], null));
    }

    private const string Select = """
        with hits as (
            select person_id, count(*) as shared from person_search_keys
             where agency_id = access.agency() and key = any (@keys)
             group by person_id)
        select p.person_id, p.case_code, p.area_code, p.setting, p.registered_at, p.updated_at, i.sealed, p.registered_at as sort_at
          from hits h
          join people p on p.person_id = h.person_id
          join person_identities i on i.person_id = p.person_id
         order by h.shared desc, p.registered_at desc
         limit @limit
        """;
}
