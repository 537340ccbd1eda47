namespace Platform.Registrations.Tests.Disclosures;

public sealed class ListDisclosuresTests : OnThePlatform
{
    private const string Fields = "basis consentIds disclosureId packages preparedAt purpose recipient recipientAgencyId referralId state";

    [Fact]
    public async Task Who_has_what_since_when_and_why_is_told_step_by_step()
    {
        var (referral, person, consent) = await Amal.ReferAsync("bayt-shelter");
        var sent = await LineAsync(person, "sent");
        Assert.Equal(referral, sent.Id("referralId"));
        Assert.Equal(await Amal.AgencyIdAsync("bayt-shelter"), sent.Id("recipientAgencyId"));
        Assert.Equal("contact identity", string.Join(' ', sent["packages"]!.AsArray().Select(package => package!.GetValue<string>()).Order(StringComparer.Ordinal)));
        Assert.Equal(("service-referral", "consent"), (sent.Text("purpose"), sent.Text("basis")));
        Assert.Equal(consent, sent["consentIds"]!.AsArray().Single()!.GetValue<Guid>());
        Assert.Equal(Fields, sent.FieldNames());

        (await Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200);
        Assert.Equal(string.Join(' ', Fields.Split(' ').Append("readableSince").Order(StringComparer.Ordinal)), (await LineAsync(person, "readable")).FieldNames());

        (await Amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
        var ended = await LineAsync(person, "ended");
        Assert.Equal(("revoked", "consent-withdrawn"), (ended.Text("endedAs"), ended.Text("because")));
        Assert.True(ended["readableSince"]!.GetValue<DateTimeOffset>() <= ended["endedAt"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task What_was_fetched_and_never_sent_nobody_has()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        await Amal.ConsentAsync(person, bayt);
        var atRegistrations = Amal.With(door: Platform.AddressOf("registrations"));
        (await atRegistrations.PostAsync("/internal/packages", new
        {
            personId = person,
            purpose = "service-referral",
            packages = new[] { "identity" },
            recipientAgencyId = bayt,
            areaCode = "LY021104",
            referralId = Guid.CreateVersion7(),
            basis = "consent",
        })).Expect(200);

        Assert.Equal("prepared", (await Amal.GetAsync($"/api/people/{person}/disclosures")).Items().Single().Text("state"));
    }

    [Fact]
    public async Task Only_who_sees_the_file_is_told()
    {
        var (_, person, _) = await Amal.ReferAsync("bayt-shelter");

        (await Bayt.GetAsync($"/api/people/{person}/disclosures")).Expect(404);
        Assert.Equal((await Bayt.GetAsync($"/api/people/{Guid.NewGuid()}/disclosures")).Body, (await Bayt.GetAsync($"/api/people/{person}/disclosures")).Body);
        (await new Partner(Platform, "embassy-one").GetAsync($"/api/people/{person}/disclosures")).Expect(403);
    }

    [Theory]
    [InlineData("update access.disclosures set recipient = gen_random_uuid()")]
    [InlineData("delete from access.disclosures")]
    [InlineData("update handed_on set ended_at = null")]
    [InlineData("delete from handed_on")]
    public async Task No_line_is_ever_changed_by_who_serves(string sql)
    {
        await Amal.ReferAsync("bayt-shelter");
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var command = new Npgsql.NpgsqlCommand(sql, database);

        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<Npgsql.PostgresException>(command.ExecuteNonQueryAsync)).SqlState);
    }

    private async Task<JsonObject> LineAsync(Guid person, string state)
    {
        JsonObject line = null!;
        await Eventually.TrueAsync(async () => (line = (await Amal.GetAsync($"/api/people/{person}/disclosures")).Items().Single()).Text("state") == state, otherwise: () => line.ToJsonString());
        return line;
    }
}
