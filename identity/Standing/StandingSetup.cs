using Platform.Identity.NotBefore;

namespace Platform.Identity.Standing;

/// <summary>Registers the two documents that the other processes follow; each remembers the last one it made.</summary>
public static class StandingSetup
{
    public static void AddStanding(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GetStanding>();
        builder.Services.AddSingleton<GetNotBefore>();
    }
}
