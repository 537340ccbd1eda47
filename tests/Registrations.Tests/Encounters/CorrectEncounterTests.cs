namespace Platform.Registrations.Tests.Encounters;

public sealed class CorrectEncounterTests : Meeting
{
    [Fact]
    public async Task What_was_written_before_stays()
    {
        var (person, encounter) = await MetAsync();

        var corrected = (await CorrectAsync(SabhaSupervisor, person, encounter, change: met => met["note"] = "Told of her sister (invented).")).Expect(200);

        Assert.Equal(("\"2\"", 2), (corrected.ETag, corrected["version"]!.GetValue<int>()));
        Assert.Equal(await Platform.MemberIdAsync("supervisor@iom-libya.demo"), corrected.Json.Id("recordedBy"));
        var listed = Assert.Single((await Sabha.GetAsync($"/api/people/{person}/encounters")).Items());
        Assert.Equal("Told of her sister (invented).", listed["details"].Text("note"));
        var former = Assert.Single(listed["former"]!.AsArray());
        Assert.Equal(("details recordedAt recordedBy", "Told of her brother (invented)."), (former.FieldNames(), former!["details"].Text("note")));
    }

    [Fact]
    public async Task It_is_based_on_the_version_that_was_read_and_of_two_at_once_one_is_stale()
    {
        var (person, encounter) = await MetAsync();
        (await CorrectAsync(Sabha, person, encounter, version: null)).Expect(428);

        var both = await Task.WhenAll(CorrectAsync(Sabha, person, encounter), CorrectAsync(SabhaSupervisor, person, encounter));

        Assert.Equal([200, 412], both.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task Another_day_or_none_is_another_task_or_none()
    {
        var (person, encounter) = await MetAsync(met => met["followUpOn"] = "2026-01-31");
        Assert.Equal("overdue", (await Sabha.TaskAsync("registrations", "encounter-follow-up", encounter))!.Text("state"));

        (await CorrectAsync(Sabha, person, encounter, change: met => met["followUpOn"] = In(7))).Expect(200);
        Assert.Equal("due", (await Sabha.TaskAsync("registrations", "encounter-follow-up", encounter))!.Text("state"));
        (await CorrectAsync(Sabha, person, encounter, "\"2\"", met => met.Remove("followUpOn"))).Expect(200);
        Assert.Equal("", await HaveFollowUpAsync(encounter));
    }

    [Fact]
    public async Task What_it_followed_up_stays_so()
    {
        var (person, encounter) = await MetAsync();
        var next = (await Sabha.PostAsync($"/api/people/{person}/encounters/{encounter}/follow-up", Encounter())).Expect(201).Json.Id("encounterId");

        Assert.Equal(encounter, (await CorrectAsync(Sabha, person, next)).Expect(200).Json.Id("followsUp"));
        Assert.Equal("", await HaveFollowUpAsync(encounter));
    }

    [Fact]
    public async Task What_is_of_another_person_or_only_read_is_not_corrected()
    {
        var (person, encounter) = await MetAsync();
        var other = await Sabha.RegisterAsync();

        (await CorrectAsync(Sabha, other, encounter)).Expect(404);
        (await CorrectAsync(Amal, person, encounter)).Expect(404);
        Assert.Equal("$.way", (await CorrectAsync(Sabha, person, encounter, change: met => met["way"] = "dream")).WrongFields());
        (await AcceptAsync(Tripoli, (await OfferAsync(Sabha, person, "tripoli", 30)).Expect(201).Json.Id("transferId"))).Expect(200);
        (await CorrectAsync(Sabha, person, encounter)).Expect(403);
        (await CorrectAsync(Tripoli, person, encounter)).Expect(200);
    }
}
