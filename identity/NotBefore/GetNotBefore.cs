using Npgsql;
using Platform.Hosting;
using Platform.Identity.Standing;

namespace Platform.Identity.NotBefore;

/// <summary>The instants before which tokens of a user, client or agency are refused: what the gateway needs, and no more.</summary>
public sealed class GetNotBefore(NpgsqlDataSource database)
{
    private volatile VersionedDocument? cached;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/internal/not-before", (GetNotBefore use, CancellationToken ct) => use.HandleAsync(ct)).RequireAuthorization(TokenChecks.ServicePolicy);

    private async Task<IResult> HandleAsync(CancellationToken ct) => (cached = await VersionedDocument.CurrentAsync(cached, database, Document, ct)).ToResult();

    private const string Document = """
        select s.version, json_build_object(
          'version', s.version,
          'entries', coalesce((select json_agg(json_build_object(
              'subject', subject, 'instant', to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by subject) from not_before), '[]')
        )::text as body
        from standing s
        """;
}
