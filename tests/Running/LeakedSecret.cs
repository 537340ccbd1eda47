using Npgsql;

namespace Platform.Tests.Running;

/// <summary>A system whose secret gets into other hands at an instant that is known.</summary>
public static class LeakedSecret
{
    /// <summary>One more system of a demo agency, in all of its teams, made by an administrator of the lead; done when the services know it.</summary>
    public static async Task<(Guid Id, string Name, string Secret)> RegisterClientAsync(this RunningPlatform platform, string agency, string role = "caseworker")
    {
        var admin = await platform.SignInAsync("access-admin@iom-libya.demo");
        var name = $"{agency}-{Guid.NewGuid():N}";
        var agencyId = await admin.AgencyIdAsync(agency);
        var teams = (await admin.GetAsync($"/api/teams?agency={agencyId}")).Items().Select(team => team.Id("teamId"));
        var made = (await admin.PostAsync("/api/clients", new { agencyId, clientId = name, roles = (string[])[role], teamIds = teams, areaCodes = (string[])["*"] })).Expect(201);
        await platform.KnownAsync();
        return (made.Json.Id("id"), name, made["secret"]!.GetValue<string>());
    }

    /// <summary>Now, by the audit's own clock.</summary>
    public static async Task<string> NowAsync(this RunningPlatform platform)
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var now = new NpgsqlCommand("select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')", database);
        return (string)(await now.ExecuteScalarAsync())!;
    }
}
