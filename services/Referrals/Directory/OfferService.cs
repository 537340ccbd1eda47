using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Referrals.Directory;

/// <summary>An agency says what it offers, where, and whether it takes referrals now.</summary>
public static class OfferService
{
    /// <summary>The offer.</summary>
    public sealed record Request(IReadOnlyList<string>? AreaCodes, bool? AcceptsReferrals, int? Capacity, IReadOnlyList<string>? Languages, bool? FemaleStaff);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(offer => offer.AreaCodes).CodesOf(area => area == "*" || CodeList.Adm3.Contains(area) || CodeList.Adm2.Contains(area) || CodeList.Adm1.Contains(area), most: 120);
            RuleFor(offer => offer.AcceptsReferrals).NotNull();
            RuleFor(offer => offer.Capacity).InclusiveBetween(0, 100_000);
            RuleFor(offer => offer.Languages).CodesOf(CodeList.Languages.Contains, most: 40, mayBeAbsent: true);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/services/{serviceCode}", HandleAsync).RequireAuthorization(Policies.KeepDirectory).Audited(DataClass.Organisational).Produces<ServiceView>();

    private static async Task<IResult> HandleAsync(string serviceCode, Body<Request> body, IfMatch ifMatch, ScopedDatabase database, HttpResponse response, CancellationToken ct)
    {
        if (!CodeList.Services.Contains(serviceCode))
        {
            return Refusal.NotFound;
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        work.LockFirst(Grantee.Number(work.Caller.Agency));   // two first offers at once: the second finds the first
        var before = await work.QuerySingleOrDefaultAsync<int?>(Lock, new { serviceCode });
        if ((before is { } version ? ifMatch.Refuses(version) : ifMatch.RefusesNew()) is { } stale)
        {
            return stale;
        }

        var offer = body.Value;
        work.Execute(Offer, new
        {
            serviceCode,
            areaCodes = offer.AreaCodes!.ToArray(),
            offer.AcceptsReferrals,
            offer.Capacity,
            languages = offer.Languages?.ToArray() ?? [],
            offer.FemaleStaff,
        });
        work.AuditRecords([work.Caller.Agency]);
        var view = await work.CommitAsync<ServiceView>(View, new { serviceCode });
        response.Headers.ETag = IfMatch.Tag(view!.Version);
        return Results.Ok(view);
    }

    private const string Lock = "select version from services_offered where agency_id = access.agency() and service_code = @serviceCode for update";

    private const string Offer = """
        insert into services_offered (agency_id, service_code, area_codes, accepts_referrals, capacity, languages, female_staff, last_verified_on, updated_at)
        values (access.agency(), @serviceCode, @areaCodes, @acceptsReferrals, @capacity, @languages, @femaleStaff, (access.now() at time zone 'utc')::date, access.now())
        on conflict (agency_id, service_code) do update
           set area_codes = excluded.area_codes, accepts_referrals = excluded.accepts_referrals, capacity = excluded.capacity, languages = excluded.languages,
               female_staff = excluded.female_staff, last_verified_on = excluded.last_verified_on, updated_at = excluded.updated_at,
               version = services_offered.version + 1
        """;

    private const string View = $"{ServiceView.Select} where agency_id = access.agency() and service_code = @serviceCode";
}
