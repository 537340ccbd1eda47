namespace Platform.Identity.Clients;

/// <summary>Registers that the clients of configuration are kept.</summary>
public static class ClientsSetup
{
    public static void AddClients(this WebApplicationBuilder builder) => builder.Services.AddHostedService<KeepConfiguredClients>();
}
