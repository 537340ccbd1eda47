using Platform.Access;
using Platform.Contracts.Identity.V1;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Agencies;

/// <summary>A suspended agency may have tokens again. Its people sign in anew, and tokens from before stay refused.</summary>
public static class ReinstateAgency
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/agencies/{agencyId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid agencyId, ScopedDatabase database, CancellationToken ct)
    {
        if (database.Caller.Agency == agencyId)
        {
            return Refusal.Forbidden;   // nobody locks their own agency out: the lead's administrators would be the last who could let it in again
        }

        await using var work = await database.BeginAsync(ct);
        if (!await work.QuerySingleOrDefaultAsync<bool>(Reinstate, new { agencyId }))
        {
            return Refusal.NotFound;
        }

        await work.AnnounceNotBeforeAsync(agencyId);
        await work.AnnounceAsync((version, now) => new AgencyReinstated { SubjectId = agencyId, SubjectVersion = version, OccurredAt = now });
        await work.CommitAsync();
        return Results.NoContent();
    }

    // one that nobody approved yet was never suspended, and is not let in by this door
    private const string Reinstate = """
        update agencies set active = true where agency_id = @agencyId and (asked_by is null or approved_by is not null) returning true
        """;
}
