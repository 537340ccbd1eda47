using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Npgsql;
using Platform.Hosting;

namespace Platform.Benchmarks.Serving;

/// <summary>Kestrel with as little as possible behind it: a word, a list without scope, and one insert behind the platform's token check.</summary>
public static class BareHost
{
    /// <summary>What is posted: as many bytes as a referral.</summary>
    public sealed record Row(Guid PersonId, Guid ToAgencyId, string ServiceCode, string Priority, string AreaCode, string Reason, string[] Packages);

    public sealed record Page(IReadOnlyList<ListRow> Items, string? Next);

    public static async Task RunAsync()
    {
        var builder = PlatformHost.CreateBuilder([], "bare");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var rows = NpgsqlDataSource.Create(builder.Configuration["Bench:Rows"]!);
        await using var list = NpgsqlDataSource.Create(builder.Configuration["Bench:List"]!);
        var grantees = builder.Configuration["Bench:Grantees"]!.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse).ToArray();
        await using var app = builder.Build();
        app.UsePlatform(describesItself: false);
        foreach (var path in (string[])["/bench/word", "/api/bench/word"])
        {
            app.MapGet(path, () => Results.Text("""{"word":"an answer of about a hundred bytes, as many small answers of a service are, no more than that"}""", "application/json")).AllowAnonymous();
        }

        app.MapPost("/rows", async (Row row) =>
        {
            await using var connection = await rows.OpenConnectionAsync();
            var recordId = Guid.CreateVersion7();
            await connection.ExecuteAsync("insert into plain_records (record_id, agency_id, note, made_at) values (@recordId, @ToAgencyId, @Reason, now())", new { recordId, row.ToAgencyId, row.Reason });
            return Results.Created($"/rows/{recordId}", row);
        }).RequireAuthorization(policy => policy.RequireAuthenticatedUser());
        app.MapGet("/list", async () =>
        {
            await using var connection = await list.OpenConnectionAsync();
            var found = await connection.QueryAsync<ListRow>(ListQueries.Unscoped, new { grantees, box = "sent", before = DateTimeOffset.MaxValue, beforeRecord = Guid.AllBitsSet, limit = 51 });
            return Results.Ok(new Page([.. found.Take(50)], "next"));
        }).AllowAnonymous();
        await app.RunAsync();
    }
}
