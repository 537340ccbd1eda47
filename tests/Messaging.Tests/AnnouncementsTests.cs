using Platform.Tests.Running;

namespace Platform.Messaging.Tests;

/// <summary>An owner announces its state again: <c>AnnounceConsentsTests</c> and <c>AnnounceReferralsTests</c> in one.</summary>
[Collection(nameof(MessagingPlatform))]
public sealed class AnnouncementsTests(MessagingPlatform bus)
{
    [Fact]
    public async Task A_service_that_lost_what_it_knew_of_consents_learns_it_again()
    {
        var bayt = await bus.Amal.AgencyIdAsync("bayt-shelter");
        var person = await bus.Amal.RegisterAsync();
        var consent = await bus.Amal.ConsentAsync(person, bayt);
        (await bus.Amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
        await Eventually.TrueAsync(() => IsBuriedAsync(consent));
        await bus.ExecuteAsync("referrals", "delete from withdrawn_consents where consent_id = $1", consent);
        var ear = await bus.ListenAsync("Platform.Contracts.Registrations.V1:ConsentWithdrawn");   // Registrations is asked, too, and could be what it learns from

        var operators = new Partner(bus.Platform, "iom-libya") { Token = await (await bus.Platform.SignInAsync("access-admin@iom-libya.demo")).TokenAsync() };
        Assert.True((await operators.PostAsync("/api/operations/registrations/announcements", null)).Expect(200)["records"]!.GetValue<int>() > 0);

        await Eventually.TrueAsync(() => Task.FromResult(ear.Heard.Any(message => message.Body.Contains(consent.ToString(), StringComparison.Ordinal))));
        await Eventually.TrueAsync(() => IsBuriedAsync(consent));
    }

    [Fact]
    public async Task A_service_that_lost_what_it_knew_of_legal_holds_learns_it_again()
    {
        var lead = new Partner(bus.Platform, "iom-libya");
        var officer = await bus.Platform.SignInAsync("protection-officer@iom-libya.demo");
        var (held, free) = (await lead.RegisterAsync(), await lead.RegisterAsync());
        foreach (var person in (Guid[])[held, free]) (await officer.PostAsync($"/api/people/{person}/legal-hold", new { reasonCode = "court" })).Expect(204);
        (await officer.DeleteAsync($"/api/people/{free}/legal-hold")).Expect(204);
        var (stands, lifted) = (await HoldAsync(held), await HoldAsync(free));
        await Eventually.TrueAsync(async () => (await KeptAsync(stands), await KeptAsync(lifted)) == ("stands", "lifted"));
        await bus.ExecuteAsync("referrals", "delete from held_people where hold_id = any ($1)", new[] { stands, lifted });

        var operators = new Partner(bus.Platform, "iom-libya") { Token = await (await bus.Platform.SignInAsync("access-admin@iom-libya.demo")).TokenAsync() };
        (await operators.PostAsync("/api/operations/registrations/announcements", null)).Expect(200);

        await Eventually.TrueAsync(async () => (await KeptAsync(stands), await KeptAsync(lifted)) == ("stands", "lifted"));

        Task<Guid> HoldAsync(Guid person) => bus.ScalarAsync<Guid>("registrations", "select hold_id from legal_holds where person_id = $1", person);
        Task<string?> KeptAsync(Guid hold) => bus.ScalarAsync<string>("referrals", "select coalesce((select case when lifted_at is null then 'stands' else 'lifted' end from held_people where hold_id = $1), '')", hold);
    }

    [Fact]
    public async Task Referrals_are_announced_by_the_event_of_their_state()
    {
        var (referral, _, _) = await bus.Amal.ReferAsync("bayt-shelter");
        (await bus.Amal.PostAsync($"/api/referrals/{referral}/revocation", new { })).Expect(200);
        var ear = await bus.ListenAsync("Platform.Contracts.Referrals.V1:ReferralRevoked");

        var operators = new Partner(bus.Platform, "iom-libya") { Token = await (await bus.Platform.SignInAsync("access-admin@iom-libya.demo")).TokenAsync() };
        (await operators.PostAsync("/api/operations/referrals/announcements", null)).Expect(200);

        await Eventually.TrueAsync(() => Task.FromResult(ear.Heard.Any(message => message.Body.Contains(referral.ToString(), StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Only_an_operator_may_ask_for_it() =>
        Assert.Equal(403, (await bus.Amal.PostAsync("/api/operations/registrations/announcements", null)).Status);

    private async Task<bool> IsBuriedAsync(Guid consent) =>
        await bus.ScalarAsync<long>("referrals", "select count(*) from withdrawn_consents where consent_id = $1", consent) == 1;
}
