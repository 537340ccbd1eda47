using Npgsql;

namespace Platform.Referrals.Tests.Referrals;

/// <summary>A platform of its own, so that its Registrations can be killed.</summary>
public sealed class RegistrationsDownTests : IAsyncLifetime
{
    private RunningPlatform platform = null!;
    private Partner sender = null!;
    private Partner receiver = null!;

    public async Task InitializeAsync()
    {
        platform = await RunningPlatform.StartAsync();
        (sender, receiver) = (new Partner(platform, "amal-health"), new Partner(platform, "bayt-shelter"));
    }

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task When_registrations_does_not_answer_emergencies_go_out_and_all_else_waits()
    {
        var to = await sender.AgencyIdAsync("bayt-shelter");
        var supervisor = await platform.SignInAsync("supervisor@amal-health.demo");
        var (open, _, _) = await sender.ReferAsync("bayt-shelter");
        var person = await sender.RegisterAsync();
        await sender.ConsentAsync(person, to);
        platform.Kill("registrations");

        // nothing half sent, and nothing half accepted
        var key = Guid.NewGuid().ToString();
        Unavailable(await sender.PostAsync("/api/referrals", Partner.Referral(person, to), key));
        Unavailable(await sender.PostAsync("/api/referrals", Partner.Referral(person, to, referral => referral["priority"] = "emergency")));
        Unavailable(await sender.PostAsync("/api/referrals", Emergency(person, to, envelope: false)));
        Assert.Equal(0, await ReferralsOfAsync(person));
        Unavailable(await receiver.PostAsync($"/api/referrals/{open}/acceptance", new { }, key));
        var untouched = (await receiver.GetAsync($"/api/referrals/{open}")).Expect(200);
        Assert.Equal("sent", untouched.Json.Text("status"));
        Assert.NotNull(untouched["envelope"]);

        // what needs nobody else goes on
        (await receiver.PostAsync($"/api/referrals/{open}/acknowledgement", new { })).Expect(200);

        // an emergency with its own envelope goes out at once, with clock and notice
        var sent = (await sender.PostAsync("/api/referrals", Emergency(person, to, envelope: true))).Expect(201);
        var emergency = sent.Json.Id("referralId");
        Assert.Equal("pending", sent.Json.Text("packet"));
        var seen = (await receiver.GetAsync($"/api/referrals/{emergency}")).Expect(200);
        Assert.Equal("LY0211", seen["envelope"].Text("adm2"));
        Assert.Null(seen["personId"]);
        Assert.Equal("pending", (await receiver.PostAsync($"/api/referrals/{emergency}/acceptance", new { })).Expect(200).Json.Text("packet"));
        (await supervisor.PostAsync($"/api/referrals/{emergency}/approval", new { })).Expect(200);
        Assert.Equal("pending", (await receiver.GetAsync($"/api/referrals/{emergency}")).Expect(200).Json.Text("packet"));   // accepted and approved, and still nothing to read
        Assert.Single((await receiver.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == emergency && notice.Text("kind") == "sent");
        Assert.Equal(2, await ClocksOfAsync(emergency));

        // and the packet follows
        await platform.RestartAsync("registrations");
        await Eventually.TrueAsync(async () => (await receiver.GetAsync($"/api/referrals/{emergency}"))["packet"] is JsonObject packet && packet["identity"] is not null, TimeSpan.FromSeconds(30));
        Assert.Equal("contact identity reason", (await receiver.GetAsync($"/api/referrals/{emergency}"))["packet"].FieldNames());
        Assert.Equal("packet-followed", (await sender.GetAsync($"/api/referrals/{emergency}/history")).Items()[^1].Text("event"));

        // what was refused can be repeated with its own key
        (await sender.PostAsync("/api/referrals", Partner.Referral(person, to), key)).Expect(201);
        (await receiver.PostAsync($"/api/referrals/{open}/acceptance", new { }, key)).Expect(200);
        Assert.Equal(2, await ReferralsOfAsync(person));
    }

    private static void Unavailable(Answer answer)
    {
        Assert.Equal("registrations-unavailable", answer.Expect(503).Problem);
        Assert.Matches("^[1-9][0-9]*$", answer.RetryAfter);
    }

    private static JsonObject Emergency(Guid person, Guid to, bool envelope) => Partner.Referral(person, to, referral =>
    {
        (referral["priority"], referral["basis"], referral["basisReason"]) = ("emergency", "vital-interest", "Unconscious (invented).");
        if (envelope)
        {
            referral["envelope"] = new JsonObject { ["sex"] = "female", ["ageBand"] = "18-59", ["adm2"] = "LY0211" };
        }
    });

    private Task<long> ReferralsOfAsync(Guid person) => CountAsync("select count(*) from referral_people where person_id = $1", person);

    private Task<long> ClocksOfAsync(Guid referral) => CountAsync("select count(*) from referral_clocks where referral_id = $1", referral);

    private async Task<long> CountAsync(string sql, Guid id)
    {
        await using var database = await platform.OpenDatabaseAsync("referrals");
        await using var count = new NpgsqlCommand(sql, database) { Parameters = { new() { Value = id } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
