using Npgsql;
using Platform.Access;

namespace Platform.Referrals.Directory;

/// <summary>What the demo agencies offer. Development only, marked as demo, and all of it invented.</summary>
internal static class DemoServices
{
    private static readonly Guid Names = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    private static readonly (string Agency, string[] Services)[] Offers =
    [
        ("iom-libya", ["return-counselling", "shelter", "non-food-items", "transport", "release-support", "trafficking-response", "resource-centre"]),
        ("unhcr-libya", ["legal", "documentation", "cash", "family-tracing"]),
        ("unicef-libya", ["child-care", "education", "mental-health-psychosocial"]),
        ("amal-health", ["health", "mental-health-psychosocial", "gbv-response"]),
        ("bayt-shelter", ["shelter", "food", "non-food-items", "health"]),
        ("rihla-legal", ["legal", "documentation", "trafficking-response"]),
    ];

    /// <summary>An environment other than Development refuses to start with any of these present.</summary>
    public static async Task RefuseOutsideDevelopmentAsync(WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            return;
        }

        await using var work = await app.Services.GetRequiredService<JobDatabase>().BeginAsync(CancellationToken.None);
        if (await work.QuerySingleOrDefaultAsync<bool>("select exists (select 1 from services_offered where demo)"))
        {
            throw new InvalidOperationException($"The directory holds demo content, which {app.Environment.EnvironmentName} must not have. Use another database.");
        }
    }

    public static async Task PlantAsync(IConfiguration configuration)
    {
        await using var connection = new NpgsqlConnection(Migrator.OwnerConnection(configuration));
        await connection.OpenAsync();
        foreach (var (agency, services) in Offers)
        {
            await using var command = new NpgsqlCommand(Insert, connection);
            command.Parameters.AddWithValue("agency", Grantee.NameBased(Names, $"agency:{agency}"));
            command.Parameters.AddWithValue("services", services);
            await command.ExecuteNonQueryAsync();
        }
    }

    private const string Insert = """
        insert into services_offered (agency_id, service_code, area_codes, accepts_referrals, capacity, languages, female_staff, last_verified_on, updated_at, demo)
        select @agency, service, '{*}', true, 40, '{ara,eng,fra}', true, current_date, now(), true from unnest(@services) as service
        on conflict (agency_id, service_code) do nothing
        """;
}
