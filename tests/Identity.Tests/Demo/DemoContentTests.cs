using Dapper;

namespace Platform.Identity.Tests.Demo;

/// <summary>CreateDemoContent, RefuseDemoContent.</summary>
public sealed class DemoContentTests
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task A_process_does_not_start_on_demo_content_outside_Development(string environment)
    {
        await using var database = await TestDatabase.CreateAsync();

        var (exitCode, output) = await database.RunForOutputAsync(environment);

        Assert.Equal(1, exitCode);
        Assert.Contains("demo content", output, StringComparison.Ordinal);
        Assert.Contains(environment, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrating_outside_Development_makes_no_demo_content_and_repeating_it_in_Development_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(demo: false);
        await using var connection = await database.OpenAsync();
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from agencies"));

        database.Settings.Remove("Identity:SigningKeyPassword");              // only who serves needs it
        Assert.Equal(0, await database.RunAsync("Development", "migrate"));
        var first = await StateAsync();
        Assert.Equal(0, await database.RunAsync("Development", "migrate"));

        Assert.Equal(first, await StateAsync());
        Assert.Equal(10, await connection.ExecuteScalarAsync<int>("select count(*) from agencies where demo"));

        async Task<string> StateAsync() => (await connection.ExecuteScalarAsync<string>("""
            select (select json_agg(u order by id) from users u)::text || (select json_agg(c order by id) from clients c)::text
                || (select json_agg(a order by agency_id) from agencies a)::text
            """))!;
    }
}
