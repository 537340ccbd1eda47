using Platform.Access;
using Platform.Identity.Tokens;

namespace Platform.Identity.Agencies;

/// <summary>The agencies that take part. An authority, an embassy or a receiving mission sees the lead and itself.</summary>
public static class ListAgencies
{
    /// <summary>An agency as others may know it.</summary>
    public sealed record Agency(Guid AgencyId, string Code, string Name, string Kind);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/agencies", HandleAsync).RequireAuthorization(Policies.SeeAgencies).Audited(DataClass.Organisational).Produces<Page<Agency>>();

    private static async Task<IResult> HandleAsync(ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var seesAll = Caller.CaseHoldingKinds.Contains(work.Caller.AgencyKind) || work.Caller.Is(PlatformClaims.ServiceRole);
        return Results.Ok(new Page<Agency>(await work.CommitRowsAsync<Agency>(Visible, new { seesAll }), Next: null));
    }

    private const string Visible = """
        select agency_id, code, name, kind from agencies
         where active and (@seesAll or kind = 'lead' or agency_id = access.agency())
         order by code
        """;
}
