using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <content>What ends when an administrator says so.</content>
public static partial class EndOfAccess
{
    /// <summary>Agreements between the sender and the receiver, made and ended as administrators do.</summary>
    private sealed record Agreements(Partner First, Partner Second, Partner Amal, Partner Bayt)
    {
        public static async Task<Agreements> OfAsync(RunningPlatform platform, Partner first)
        {
            await platform.PlantUserAsync("administrator@amal-health.demo", "main", "access-admin");
            await platform.PlantUserAsync("administrator@bayt-shelter.demo", "main", "access-admin");
            return new(first, await platform.SignInAsync("access-admin-2@iom-libya.demo"), await platform.SignInAsync("administrator@amal-health.demo"), await platform.SignInAsync("administrator@bayt-shelter.demo"));
        }

        public async Task<Guid> MakeAsync()
        {
            var drafted = (await First.PostAsync("/api/agreements", Partner.Agreement(
                $"measured-{Guid.NewGuid():N}", "service-referral", "*", await First.AgencyIdAsync("amal-health"), await First.AgencyIdAsync("bayt-shelter")))).Expect(201).Json.Id("agreementId");
            (await Amal.PostAsync($"/api/agreements/{drafted}/signature", null)).Expect(200);
            (await Bayt.PostAsync($"/api/agreements/{drafted}/signature", null)).Expect(200);
            (await Second.PostAsync($"/api/agreements/{drafted}/activation", null)).Expect(200);
            return drafted;
        }

        public async Task EndAsync(Guid agreement) => (await First.DeleteAsync($"/api/agreements/{agreement}")).Expect(204);

        public async Task EndAllAsync()
        {
            foreach (var agreement in (await First.GetAsync("/api/agreements")).Items().Where(agreement => agreement.Text("state") == "in-force")) await EndAsync(agreement.Id("agreementId"));
        }
    }
}
