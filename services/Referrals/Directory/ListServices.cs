using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Referrals.Directory;

/// <summary>Who offers which service where. For agencies that hold cases.</summary>
public static class ListServices
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/services", HandleAsync).RequireAuthorization(Policies.SeeDirectory).Audited(DataClass.Organisational).Produces<Page<ServiceView>>();

    private static async Task<IResult> HandleAsync(string? serviceCode, string? areaCode, Guid? agencyId, ScopedDatabase database, Standings standings, CancellationToken ct)
    {
        if (serviceCode is not null && !CodeList.Services.Contains(serviceCode))
        {
            return Refusal.Field("$.serviceCode", Texts.In("Not a code of this list.", "ليس رمزاً من هذه القائمة.", "N'est pas un code de cette liste."));
        }

        if (areaCode is not null && !CodeList.Adm3.Contains(areaCode) && !CodeList.Adm2.Contains(areaCode) && !CodeList.Adm1.Contains(areaCode))
        {
            return Refusal.Field("$.areaCode", Texts.In("Not a code of this list.", "ليس رمزاً من هذه القائمة.", "N'est pas un code de cette liste."));
        }

        var active = standings.Current.Agencies.Where(agency => agency.Active).Select(agency => agency.AgencyId).ToArray();
        await using var work = await database.BeginAsync(ct);
        return Results.Ok(new Page<ServiceView>(await work.CommitRowsAsync<ServiceView>(Select, new { serviceCode, areaCode, agencyId, active }), null));
    }

    private const string Select = $"""
        {ServiceView.Select}
         where agency_id = any (@active) and (@serviceCode is null or service_code = @serviceCode)
           and (@agencyId is null or agency_id = @agencyId)
           and (@areaCode is null or exists (select 1 from unnest(area_codes) as area where area = '*' or starts_with(@areaCode, area)))
         order by service_code, agency_id limit 1000
        """;
}
