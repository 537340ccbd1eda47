using System.Globalization;

namespace Platform.Referrals.Tests.Referrals;

/// <summary>While a legal hold stands in Registrations, no packet of the person loses its key by rule in Referrals.</summary>
public sealed class KeepHoldsWhenPlacedOrLiftedTests : OnThePlatform
{
    [Fact]
    public async Task A_packet_of_who_is_held_keeps_its_key_until_the_hold_is_lifted()
    {
        var officer = await Platform.SignInAsync("protection-officer@iom-libya.demo");
        var ((held, heldPerson), (free, _), (over, overPerson)) = (await EndedAsync(), await EndedAsync(), await EndedAsync());
        foreach (var person in (Guid[])[heldPerson, overPerson])
        {
            (await officer.PostAsync($"/api/people/{person}/legal-hold", new { reasonCode = "court", until = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(2) })).Expect(204);
            await KeptAsync(person, "stands");
        }

        await CountAsync("referrals", "with past as (update held_people set until = current_date - 1 where subject_lock = $1 returning 1) select count(*) from past", Number(overPerson));
        foreach (var referral in (Guid[])[held, free, over])
        {
            await CountAsync("referrals", "with past as (update referrals set ended_at = now() - interval '31 days' where referral_id = $1 returning 1) select count(*) from past", referral);
        }

        await Eventually.TrueAsync(async () => (await KeysAsync(free), await KeysAsync(over)) == (0, 0), TimeSpan.FromSeconds(45));   // it looks every half minute
        Assert.Equal(1, await KeysAsync(held));

        (await officer.DeleteAsync($"/api/people/{heldPerson}/legal-hold")).Expect(204);
        await KeptAsync(heldPerson, "lifted");
        await Eventually.TrueAsync(async () => await KeysAsync(held) == 0, TimeSpan.FromSeconds(45));
    }

    [Theory]
    [InlineData("placed lifted", "lifted")]
    [InlineData("lifted placed", "lifted")]
    [InlineData("placed lifted placed", "lifted")]
    [InlineData("lifted placed lifted placed", "lifted")]
    [InlineData("placed placed", "stands")]
    public async Task Late_twice_and_in_any_order_it_says_the_same_in_the_end(string heard, string then)
    {
        var (hold, person) = (Guid.CreateVersion7(), Guid.NewGuid());
        foreach (var what in heard.Split(' '))
        {
            var message = Guid.CreateVersion7();
            await AnnounceAsync(hold, person, what, message);
            await Eventually.TrueAsync(async () => await CountAsync("referrals", "select count(*) from messaging.inbox where message_id = $1", message) == 1);
        }

        await KeptAsync(person, then);
        Assert.Equal(1, await CountAsync("referrals", "select count(*) from held_people where subject_lock = $1", Number(person)));
    }

    [Fact]
    public async Task One_hold_that_is_lifted_ends_no_other()
    {
        var (first, second, person) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.NewGuid());
        foreach (var (hold, what) in ((Guid, string)[])[(second, "placed"), (first, "placed"), (first, "lifted")])   // the second is heard of before the end of the first
        {
            var message = Guid.CreateVersion7();
            await AnnounceAsync(hold, person, what, message);
            await Eventually.TrueAsync(async () => await CountAsync("referrals", "select count(*) from messaging.inbox where message_id = $1", message) == 1);
        }

        Assert.Equal(1, await CountAsync("referrals", "select count(*) from held_people where subject_lock = $1 and lifted_at is null", Number(person)));
    }

    private async Task<(Guid Referral, Guid Person)> EndedAsync()
    {
        var lead = new Partner(Platform, "iom-libya");
        var (person, bayt) = (await lead.RegisterAsync(), await lead.AgencyIdAsync("bayt-shelter"));
        await lead.ConsentAsync(person, bayt);
        var referral = (await lead.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(201).Json.Id("referralId");
        (await lead.PostAsync($"/api/referrals/{referral}/revocation", new { })).Expect(200);
        Assert.Equal(1, await KeysAsync(referral));
        return (referral, person);
    }

    private Task KeptAsync(Guid person, string then) => Eventually.TrueAsync(async () => await CountAsync(
        "referrals", "select count(*) from held_people where subject_lock = $1 and case when lifted_at is null then 'stands' else 'lifted' end = $2", Number(person), then) == 1);

    // by the owner's own outbox, with an id of the test's choice
    private Task<long> AnnounceAsync(Guid hold, Guid person, string what, Guid eventId) => CountAsync("registrations", """
        with announced as (
            select messaging.announce($1, case $3 when 'placed' then 'Registrations.V1:LegalHoldPlaced' else 'Registrations.V1:LegalHoldLifted' end,
                   jsonb_build_object('eventId', $4::uuid, 'occurredAt', now(), 'subjectId', $1::uuid, 'subjectVersion', case $3 when 'placed' then 1 else 2 end, 'personId', $2::uuid))
        )
        select count(*) from announced
        """, hold, person, what, eventId);

    private static long Number(Guid person) => long.Parse(person.ToString("N")[16..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private Task<long> KeysAsync(Guid referral) => CountAsync("keys", $"select count(*) from {Platform.NameOf("referrals")}.record_keys where record = $1", referral);
}
