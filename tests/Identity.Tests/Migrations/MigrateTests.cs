using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Identity.Tests.Migrations;

[Collection(Identity.Name)]
public sealed class MigrateTests(IdentityFixture identity)
{
    [Fact]
    public async Task The_tables_are_those_that_the_stores_expect()
    {
        await using var connection = await identity.Database.OpenAsync();
        var real = (await connection.QueryAsync<string>("""
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
            from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
            """)).ToHashSet();

        await using var scope = identity.Server.Services.CreateAsyncScope();
        var model = scope.ServiceProvider.GetRequiredService<IdentityDatabase>().Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Select(property =>
                $"{entity.GetTableName()}.{property.GetColumnName()} {property.GetColumnType()}{(property.IsNullable ? "" : " not null")}"))
            .ToHashSet();

        Assert.Subset(real, model);
        var tables = model.Select(column => column.Split('.')[0]).ToHashSet();
        Assert.Equal(model.Order(StringComparer.Ordinal), real.Where(column => tables.Contains(column.Split('.')[0])).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_at_once_on_an_empty_database_both_succeed()
    {
        await using var database = await TestDatabase.CreateAsync(demo: false);
        await using (var connection = await database.OpenAsync())
            await connection.ExecuteAsync($"drop schema public, access, messaging cascade; create schema public; alter schema public owner to {database.Name}_owner; grant usage on schema public to public");

        var exitCodes = await Task.WhenAll(database.RunAsync("Production", "migrate"), database.RunAsync("Production", "migrate"));

        Assert.Equal([0, 0], exitCodes);
    }

    [Fact]
    public async Task The_serving_login_owns_nothing_and_cannot_touch_the_version_or_the_not_before_list()
    {
        await using var connection = await identity.Database.OpenAsync();
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>($"select count(*) from pg_class where relowner = '{identity.Database.Name}_app'::regrole"));

        await connection.ExecuteAsync($"set role {identity.Database.Name}_app");
        foreach (var statement in new[] { "update standing set version = 0", "delete from not_before", "create table t ()", "delete from agencies" })
            Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => connection.ExecuteAsync(statement))).SqlState);
    }
}
