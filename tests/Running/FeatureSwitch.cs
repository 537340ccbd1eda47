namespace Platform.Tests.Running;

/// <summary>What is switched on for a demo agency, as the lead's two administrators do it.</summary>
public static class FeatureSwitch
{
    /// <summary>Assesses a feature, approves that and switches it on; done when the services know.</summary>
    public static async Task SwitchOnAsync(this RunningPlatform platform, string feature, string agency)
    {
        var (first, second) = (await platform.SignInAsync("access-admin@iom-libya.demo"), await platform.SignInAsync("access-admin-2@iom-libya.demo"));
        var agencyId = await first.AgencyIdAsync(agency);
        var assessment = (await first.PostAsync("/api/impact-assessments", new { feature, agencyId, summary = "Few people, watermarked (invented)." })).Expect(201).Json.Id("assessmentId");
        (await second.PostAsync($"/api/impact-assessments/{assessment}/approval", null)).Expect(200);
        (await first.PutAsync($"/api/agencies/{agencyId}/features/{feature}", new { }, null)).Expect(200);
        await platform.KnownAsync();
    }

    /// <summary>Switches it off.</summary>
    public static async Task SwitchOffAsync(this RunningPlatform platform, string feature, string agency)
    {
        var admin = await platform.SignInAsync("access-admin@iom-libya.demo");
        (await admin.DeleteAsync($"/api/agencies/{await admin.AgencyIdAsync(agency)}/features/{feature}")).Expect(204);
        await platform.KnownAsync();
    }
}
