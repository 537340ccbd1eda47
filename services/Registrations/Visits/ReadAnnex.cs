using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>What could tell who spoke at a visit, for who recorded it and the agency's protection officers. Who else sees the visit knows that it is there, and no more.</summary>
public static class ReadAnnex
{
    /// <summary>The notes.</summary>
    public sealed record Annex(string Text, DateTimeOffset WrittenAt, int Version);

    internal sealed record Row(Guid VisitId, byte[] Sealed, DateTimeOffset WrittenAt, int Version);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/visits/{visitId:guid}/annex", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Annex).Produces<Annex>();

    private static async Task<IResult> HandleAsync(Guid visitId, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Row>(Select, new { visitId }) is not { } row || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await work.QuerySingleOrDefaultAsync<bool>(IsThere, new { visitId }) ? Refusal.Forbidden : Refusal.NotFound;
        }

        await work.CommitAsync();
        response.Headers.ETag = IfMatch.Tag(row.Version);
        return Results.Ok(Of(row, key));
    }

    internal static Annex Of(Row row, RecordKey key) => new(key.Open<string>(FieldRecords.Annex, row.Sealed), row.WrittenAt, row.Version);

    internal const string Select = "select visit_id, sealed, written_at, version from visit_annexes where visit_id = @visitId";

    // one that is there, and not for them to read
    private const string IsThere = "select exists (select 1 from visits where visit_id = @visitId and annexed)";
}
