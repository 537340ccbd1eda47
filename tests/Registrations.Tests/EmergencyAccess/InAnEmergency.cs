using Platform.Registrations.Tests.Transfers;

namespace Platform.Registrations.Tests.EmergencyAccess;

/// <summary>A file of the team in Sabha, and a case worker in Tripoli who opens it.</summary>
public abstract class InAnEmergency : BetweenTeams
{
    protected const string Officer = "protection-officer@iom-libya.demo";

    protected static DateTimeOffset Instant(Answer answer, string field) => answer.Json[field]!.GetValue<DateTimeOffset>();

    protected async Task<(Guid Person, string Code)> FileOfSabhaAsync()
    {
        var person = await Sabha.RegisterAsync();
        return (person, (await Sabha.GetAsync($"/api/people/{person}")).Expect(200).Json.Text("caseCode")!);
    }

    protected static Task<Answer> OpenAsync(Partner partner, string code) =>
        partner.PostAsync("/api/emergency-access", new { caseCode = code, reason = "No one of Sabha answers, and she is bleeding (invented)." });

    protected static Task<Answer> ConfirmAsync(Partner partner, Guid access) => partner.PostAsync($"/api/emergency-access/{access}/confirmation", new { justified = true });
}
