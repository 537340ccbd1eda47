using Npgsql;

namespace Platform.Referrals.Tests;

/// <summary>
/// Tests by what partners see, on the platform that all of them share: amal-health sends, bayt-shelter receives, and
/// rihla-legal has nothing to do with it.
/// </summary>
public abstract class OnThePlatform : IAsyncLifetime
{
    /// <summary>Exactly what the receiver sees before it accepts.</summary>
    protected const string EnvelopeFields =
        "acknowledgeBy basis envelope fromAgencyId overdue packages priority receiverPhoned referralId respondBy sentAt serviceCode status toAgencyId version";

    /// <summary>Exactly what is left to the receiver when it has ended.</summary>
    protected const string EndedFields =
        "acknowledgeBy basis endReason fromAgencyId overdue packages priority receiverPhoned referralId respondBy sentAt serviceCode status toAgencyId version";

    /// <summary>Exactly what the sender sees while it is open.</summary>
    protected const string SenderFields =
        "acknowledgeBy areaCode basis envelope fromAgencyId overdue packages personId priority receiverPhoned referralId respondBy sentAt serviceCode status toAgencyId version";

    protected RunningPlatform Platform { get; private set; } = null!;

    protected Partner Sender { get; private set; } = null!;

    protected Partner Receiver { get; private set; } = null!;

    protected Partner Third { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Platform = await RunningPlatform.SharedAsync();
        (Sender, Receiver, Third) = (new Partner(Platform, "amal-health"), new Partner(Platform, "bayt-shelter"), new Partner(Platform, "rihla-legal"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A referral in a state, brought there as partners would.</summary>
    protected async Task<Guid> ReferralInAsync(string state, Action<JsonObject>? change = null)
    {
        var referral = (await Sender.ReferAsync("bayt-shelter", change)).Referral;
        if (state is "acknowledged")
        {
            (await MoveAsync(Receiver, referral, "acknowledgement")).Expect(200);
        }

        if (state is "accepted" or "returned" or "closed")
        {
            (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);
        }

        switch (state)
        {
            case "rejected": (await MoveAsync(Receiver, referral, "rejection")).Expect(200); break;
            case "returned": (await MoveAsync(Receiver, referral, "return")).Expect(200); break;
            case "closed": (await Receiver.PostAsync($"/api/referrals/{referral}/outcomes", new { outcomeCode = "provided", final = true })).Expect(200); break;
            case "revoked": (await MoveAsync(Sender, referral, "revocation")).Expect(200); break;
            default: break;
        }

        return referral;
    }

    /// <summary>A move with a body that is right for it.</summary>
    protected static Task<Answer> MoveAsync(Partner partner, Guid referral, string move, string? key = null) =>
        partner.PostAsync($"/api/referrals/{referral}/{move}", BodyOf(move), key);

    protected static object BodyOf(string move) => move switch
    {
        "rejection" or "return" => new { reasonCode = "no-capacity" },
        "outcomes" => new { outcomeCode = "provided" },
        "follow-up" => new { action = "served-by-sender" },
        _ => new { },
    };

    protected static Task<Answer> GetAsync(Partner partner, Guid referral) => partner.GetAsync($"/api/referrals/{referral}");

    protected static async Task<string?> StatusAsync(Partner partner, Guid referral) => (await GetAsync(partner, referral)).Expect(200).Json.Text("status");

    /// <summary>The events of a history, in order.</summary>
    protected static async Task<string> HistoryAsync(Partner partner, Guid referral) =>
        string.Join(' ', (await partner.GetAsync($"/api/referrals/{referral}/history")).Items().Select(step => step.Text("event")));

    protected async Task<long> CountAsync(string service, string sql, params object[] values)
    {
        await using var database = await Platform.OpenDatabaseAsync(service);
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return (long)(await command.ExecuteScalarAsync())!;
    }
}
