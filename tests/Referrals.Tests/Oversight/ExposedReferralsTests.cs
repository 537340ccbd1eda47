namespace Platform.Referrals.Tests.Oversight;

/// <summary>Which referrals were read with a secret that leaked, and who has to tell the person.</summary>
public sealed class ExposedReferralsTests : OnThePlatform
{
    [Fact]
    public async Task Of_what_a_receiver_s_secret_opened_the_owner_is_named_and_the_person_to_the_owner_only()
    {
        await Platform.PlantUserAsync("auditor@bayt-shelter.demo", "main", "auditor");
        var (client, name, secret) = await Platform.RegisterClientAsync("bayt-shelter", "focal-point");
        var (listed, person, _) = await Sender.ReferAsync("bayt-shelter");
        var noon = await Platform.NowAsync();
        var thief = new Partner(Platform, "bayt-shelter") { Token = await Platform.AskTokenAsync(name, secret) };
        Assert.Contains((await thief.GetAsync("/api/referrals?box=inbox&limit=200")).Items(), item => item.Id("referralId") == listed);

        var told = Line(await AskAsync("auditor@bayt-shelter.demo"));
        Assert.Equal(("dataClasses firstAt lastAt ownerAgencyId referralId times", await Sender.AgencyIdAsync("amal-health")), (told.FieldNames(), told.Id("ownerAgencyId")));
        Assert.Equal(person, Line(await AskAsync("access-admin@iom-libya.demo")).Id("personId"));

        // who administers the receiver's access, too, is no administrator of the lead
        await Platform.PlantUserAsync("auditor-and-admin@bayt-shelter.demo", "main", "auditor", "access-admin");
        Assert.Equal(told.FieldNames(), Line(await AskAsync("auditor-and-admin@bayt-shelter.demo")).FieldNames());
        Assert.Empty((await (await Platform.SignInAsync("auditor@bayt-shelter.demo")).GetAsync($"/api/operations/registrations/exposure?caller={client}&from={noon}")).Items());

        JsonObject Line(Answer answer) => answer.Items().Single(line => line.Id("referralId") == listed);
        async Task<Answer> AskAsync(string login) => await (await Platform.SignInAsync(login)).GetAsync($"/api/operations/referrals/exposure?caller={client}&from={noon}&limit=200");
    }
}
