namespace Platform.Gateway.Tests;

/// <summary>A gateway between an issuer and three services of the tests.</summary>
public sealed class Surroundings : IAsyncLifetime
{
    public Issuer Issuer { get; private set; } = null!;

    public Backend Registrations { get; private set; } = null!;

    public Backend Assessments { get; private set; } = null!;

    public Backend Referrals { get; private set; } = null!;

    public GatewayServer Gateway { get; private set; } = null!;

    public static async Task<Surroundings> StartAsync(params (string Key, string Value)[] settings)
    {
        var surroundings = new Surroundings();
        await surroundings.InitializeAsync(settings);
        return surroundings;
    }

    public Task InitializeAsync() => InitializeAsync([]);

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Registrations.DisposeAsync();
        await Assessments.DisposeAsync();
        await Referrals.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>An address of this machine at which nobody listens.</summary>
    public static string NobodysAddress()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private async Task InitializeAsync((string Key, string Value)[] settings)
    {
        Issuer = await Issuer.StartAsync();
        Registrations = await Backend.StartAsync();
        Assessments = await Backend.StartAsync();
        Referrals = await Backend.StartAsync();
        Gateway = new GatewayServer(Issuer.Backend.Address, Registrations.Address, Assessments.Address, Referrals.Address, settings);
        await Gateway.UntilTokensAreJudgedAsync();
    }
}
