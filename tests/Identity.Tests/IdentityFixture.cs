namespace Platform.Identity.Tests;

/// <summary>One database with the demo agencies and one process on it, for the tests of a class.</summary>
public sealed class IdentityFixture : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public IdentityServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Server = new IdentityServer(Database);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Database.DisposeAsync();
    }
}
