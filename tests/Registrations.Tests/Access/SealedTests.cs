namespace Platform.Registrations.Tests.Access;

/// <summary>A planted name is looked for in every column of every table: it is nowhere but in what is sealed.</summary>
public sealed class SealedTests : OnThePlatform
{
    [Fact]
    public async Task No_name_contact_or_note_stands_in_plain_text_in_any_database()
    {
        var (name, phone, arabic) = (Invented(), $"+21891{Random.Shared.Next(1_000_000, 9_999_999)}", $"زينب{Guid.NewGuid().ToString("n")[..6]}");
        var bayt = await Amal.AgencyIdAsync("bayt-shelter");
        var person = await Amal.RegisterAsync(file =>
        {
            (file["givenName"], file["familyName"], file["otherNames"]) = (name, $"{name}family", arabic);
            (file["phone"], file["note"]) = (phone, $"{name}note");
        });
        await Amal.ConsentAsync(person, bayt);
        var referral = (await Amal.PostAsync("/api/referrals", Partner.Referral(person, bayt, sent => sent["reason"] = $"{name}reason"))).Expect(201).Json.Id("referralId");
        (await Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { note = $"{name}accepted" })).Expect(200);
        (await Bayt.PostAsync($"/api/referrals/{referral}/outcomes", new { outcomeCode = "provided", note = $"{name}outcome" })).Expect(200);
        (await Amal.PostAsync("/api/people/search", new { name = $"{name} {arabic}" })).Expect(200);
        (await Amal.PutAsync($"/api/people/{person}", Partner.Person(file => file["givenName"] = $"{name}new"), "\"1\"")).Expect(200);

        Assert.Empty(await PlainText.FindAsync(Platform, [name, phone, arabic]));
        Assert.NotEmpty(await PlainText.FindAsync(Platform, [$"{person}"]));   // the search does find what is there
        Assert.All((string[])["registrations", "assessments", "referrals", "gateway", "identity"], process =>
            Assert.DoesNotContain(name, Platform.LogOf(process), StringComparison.OrdinalIgnoreCase));
    }
}
