namespace Platform.Identity.Tests;

/// <summary>One database with the demo agencies and one process on it, made once for the tests of the collection.</summary>
public sealed class IdentityFixture : IAsyncLifetime
{
    private static Planted? planted;

    public TestDatabase Database { get; private set; } = null!;

    public IdentityServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var before = planted;
        Database = await TestDatabase.CreateAsync(demo: before is null);
        if (before is not null) await before.PutIntoAsync(Database);
        Server = new IdentityServer(Database);
        planted ??= await Planted.ReadAsync(Database);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>The tests that share the database: one after the other, each with people and agencies that no other one changes.</summary>
[CollectionDefinition(Name)]
public sealed class Identity : ICollectionFixture<IdentityFixture>
{
    public const string Name = "identity";
}
