using System.Text;
using Dapper;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Platform.Identity.Standing;

/// <summary>A JSON document of the database, kept in memory for as long as the standing's version stays what it was.</summary>
public sealed record VersionedDocument(long Version, byte[] Body)
{
    /// <summary>The one at hand when it is still true, or else the present one, from a statement giving version and body.</summary>
    public static async Task<VersionedDocument> CurrentAsync(VersionedDocument? known, NpgsqlDataSource database, string document, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (known is not null && known.Version == await connection.ExecuteScalarAsync<long>(new CommandDefinition(Present, cancellationToken: ct)))
            return known;

        var (version, body) = await connection.QuerySingleAsync<(long, string)>(new CommandDefinition(document, cancellationToken: ct));
        return new VersionedDocument(version, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Answers 304 by itself when the caller already has this version.</summary>
    public IResult ToResult() => Results.Bytes(Body, "application/json", entityTag: new EntityTagHeaderValue($"\"{Version}\""));

    private const string Present = "select version from standing";
}
