namespace Platform.Registrations.Tests.Transfers;

/// <summary>Two hubs of the lead: Sabha, whose system registers, and Tripoli, with people of its own.</summary>
public abstract class BetweenTeams : OnThePlatform
{
    protected const string HubCaseworker = "hub-caseworker@iom-libya.demo";

    private static readonly SemaphoreSlim OnePlants = new(1);

    /// <summary>The lead's system: caseworker of Sabha, who opens the files.</summary>
    protected Partner Sabha { get; private set; } = null!;

    protected Partner SabhaSupervisor { get; private set; } = null!;

    protected Partner Tripoli { get; private set; } = null!;

    protected Partner TripoliCaseworker { get; private set; } = null!;

    protected override async Task PrepareAsync()
    {
        await OnePlants.WaitAsync();
        try
        {
            await Platform.PlantUserAsync("hub-supervisor@iom-libya.demo", "tripoli", "supervisor");
            await Platform.PlantUserAsync(HubCaseworker, "tripoli", "caseworker");
        }
        finally
        {
            OnePlants.Release();
        }

        Sabha = new Partner(Platform, "iom-libya");
        SabhaSupervisor = await Platform.SignInAsync("supervisor@iom-libya.demo");
        Tripoli = await Platform.SignInAsync("hub-supervisor@iom-libya.demo");
        TripoliCaseworker = await Platform.SignInAsync(HubCaseworker);
    }

    protected async Task<(Guid Transfer, Guid Person)> OfferedAsync(int handoverDays = 0, string? note = null)
    {
        var person = await Sabha.RegisterAsync();
        return ((await OfferAsync(Sabha, person, "tripoli", handoverDays, note)).Expect(201).Json.Id("transferId"), person);
    }

    protected static Task<Answer> OfferAsync(Partner by, Guid person, string team, int handoverDays = 0, string? note = null) =>
        by.PostAsync($"/api/people/{person}/transfers", new { team, reasonCode = "person-moved", handoverDays, note });

    protected static Task<Answer> MoveAsync(Partner by, Guid transfer, string move, string? key = null) =>
        by.PostAsync($"/api/transfers/{transfer}/{move}", move switch { "acceptance" => new { caseworker = HubCaseworker }, "rejection" => new { reasonCode = "no-capacity" }, _ => new { } }, key);

    protected static Task<Answer> AcceptAsync(Partner by, Guid transfer) => MoveAsync(by, transfer, "acceptance");
}
