namespace Platform.Registrations.Tests.Programmes;

public sealed class RejectProgrammeTests : OnProgrammes
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_person_or_who_proposed_it_ends_it_and_the_one_before_goes_on(bool byTheSame)
    {
        var before = await InForceAsync();
        var proposed = await ProposedAsync(form => form["title"] = Label("Another title"));

        var rejected = (await (byTheSame ? Supervisor : Officer).PostAsync($"/api/programmes/{proposed}/rejection", new { })).Expect(200);

        Assert.Equal(("rejected", "in-force"), (rejected.Json.Text("state"), await StateAsync(before)));
        Assert.Equal("rejected", (await Officer.PostAsync($"/api/programmes/{proposed}/rejection", new { })).Expect(409).Json.Text("state"));
        (await (await Platform.SignInAsync("supervisor@amal-health.demo")).PostAsync($"/api/programmes/{proposed}/rejection", new { })).Expect(404);
        await ProposedAsync();
    }
}
