using Platform.Registrations.Duplicates;

namespace Platform.Registrations.Matching;

/// <summary>What finds records that may be one person.</summary>
internal static class MatchingSetup
{
    /// <summary>Adds the keys, the clock that makes them, and what looks for double records with them.</summary>
    public static void AddMatching(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MatchKeys>();
        builder.Services.AddHostedService<KeyRecords>();
        builder.Services.AddDuplicates();
    }
}
