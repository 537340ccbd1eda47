using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>What could tell who spoke at a visit, written by who recorded it: apart from it, and read by nobody else but the agency's protection officers.</summary>
public static class WriteAnnex
{
    /// <summary>The notes.</summary>
    /// <param name="Text">The whole of them, each time.</param>
    public sealed record Request(string? Text);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(annex => annex.Text).NotEmpty().PlainText(10_000);
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/visits/{visitId:guid}/annex", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Annex).Produces<ReadAnnex.Annex>();

    private static async Task<IResult> HandleAsync(Guid visitId, Body<Request> body, IfMatch ifMatch, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await VisitView.Found.LockAsync(work, visitId) is not { } visit || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await VisitView.NotToChangeAsync(work, visitId);
        }

        if (visit.RecordedBy != work.Caller.Subject)
        {
            return Refusal.Forbidden;
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var version = await work.QuerySingleOrDefaultAsync<int?>("select version from visit_annexes where visit_id = @visitId", new { visitId });
        if ((version is { } seen ? ifMatch.Refuses(seen) : ifMatch.RefusesNew()) is { } stale)
        {
            return stale;
        }

        work.Update(version is null ? Insert : Update, new { visitId, text = key.Seal(FieldRecords.Annex, body.Value.Text) });
        work.Update("update visits set annexed = true where visit_id = @visitId", new { visitId });
        var row = await work.CommitAsync<ReadAnnex.Row>(ReadAnnex.Select, new { visitId });
        response.Headers.ETag = IfMatch.Tag(row!.Version);
        return Results.Ok(ReadAnnex.Of(row, key));
    }

    private const string Insert = "insert into visit_annexes (visit_id, sealed, written_at) values (@visitId, @text, access.now())";

    private const string Update = "update visit_annexes set sealed = @text, written_at = access.now(), version = version + 1 where visit_id = @visitId";
}
