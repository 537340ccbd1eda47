namespace Platform.Registrations.Tests.Visits;

/// <summary>GetVisit; who reads what was recorded is in RecordVisitTests.</summary>
public sealed class GetVisitTests : Visiting
{
    [Fact]
    public async Task A_monitor_s_own_visit_is_read_by_who_supervises_and_by_no_case_worker_of_the_team()
    {
        var visit = (await Monitor.PostAsync("/api/visits", Visit())).Expect(201).Json.Id("visitId");

        foreach (var reader in (Partner[])[Monitor, Supervisor, Officer])
        {
            (await reader.GetAsync($"/api/visits/{visit}")).Expect(200);
        }

        (await Sabha.GetAsync($"/api/visits/{visit}")).Expect(404);
        (await Colleague.GetAsync($"/api/visits/{visit}")).Expect(404);
    }
}
