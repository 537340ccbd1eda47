using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.SubjectRequests;

/// <summary>One request: all of it for who sees the file, kind, dates and state for the agency's protection officers.</summary>
public static class GetSubjectRequest
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/requests/{requestId:guid}", HandleAsync).RequireAuthorization(Policies.SeeSubjectRequests).Audited(DataClass.Identity).Produces<SubjectRequestView>();

    private static async Task<IResult> HandleAsync(Guid requestId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<SubjectRequestView.Row>(SubjectRequestView.SelectOne, new { requestId }) is not { } row)
        {
            return Refusal.NotFound;
        }

        work.AuditRecords(row.PersonId is { } personId ? [requestId, personId] : [requestId]);
        await work.CommitAsync();
        return Results.Ok(await SubjectRequestView.OpenAsync(row, keys, ct));
    }
}
