namespace Platform.Registrations.Tests.SubjectRequests;

public sealed class AnswerSubjectRequestTests : Asking
{
    [Fact]
    public async Task An_answer_ends_it_once_and_stops_its_clock()
    {
        var (request, person) = await AskedAsync("access");
        Assert.Equal($"/api/people/{person}/copy", (await SeeAsync(Sabha, request)).Json.Text("copy"));

        var answered = (await StepAsync(SabhaSupervisor, request, "answer", new { answer = "She was given the page (invented)." })).Expect(200);

        Assert.Equal(("answered", "She was given the page (invented)."), (answered.Json.Text("state"), answered.Json.Text("answer")));
        Assert.Equal(1L, await ScalarAsync<long>("registrations", "select count(*) from subject_requests where request_id = $1 and next_at is null", request));
        Assert.Equal("answered", (await StepAsync(Sabha, request, "answer")).Expect(409).Json.Text("state"));
        Assert.Equal("wrong-state", (await ProposeAsync(Sabha, request)).Expect(409).Problem);
        Assert.Equal("wrong-state", (await StepAsync(Sabha, request, "withdrawal")).Expect(409).Problem);
        (await StepAsync(Officer, request, "answer")).Expect(403);
    }

    [Fact]
    public async Task A_correction_says_from_which_version_on_the_file_is_right_and_what_changed_is_announced_without_content()
    {
        var (request, person) = await AskedAsync("correction");
        (await Sabha.PutAsync($"/api/people/{person}", Partner.Person(file => file["familyName"] = "Corrected"), "\"1\"")).Expect(200);
        (await Sabha.PutAsync($"/api/people/{person}", Partner.Person(file => (file["familyName"], file["setting"]) = ("Corrected", "host-family")), "*")).Expect(200);

        var answered = (await StepAsync(Sabha, request, "answer", new { versionBefore = 1, versionAfter = 3 })).Expect(200);

        Assert.Equal((1, 3), (answered["versionBefore"]!.GetValue<int>(), answered["versionAfter"]!.GetValue<int>()));
        Assert.Equal((2, 1), (await VersionAsync(person, "identity"), await VersionAsync(person, "contact")));
    }

    [Theory]
    [InlineData("$.versionAfter $.versionBefore", null, null)]
    [InlineData("$.versionBefore", 0, 1)]
    [InlineData("$.versionAfter", 1, 1)]
    [InlineData("$.versionAfter", 2, 1)]
    [InlineData("$.versionAfter", 1, 2)]   // the file has not been changed
    public async Task A_version_that_cannot_be_is_named(string path, int? before, int? after)
    {
        var (request, _) = await AskedAsync("correction");

        Assert.Equal(path, (await StepAsync(Sabha, request, "answer", new { versionBefore = before, versionAfter = after })).WrongFields());

        Assert.Equal("received", (await SeeAsync(Sabha, request)).Json.Text("state"));
    }

    [Fact]
    public async Task Only_a_correction_has_versions_and_no_answer_is_endless()
    {
        var (request, _) = await AskedAsync("access");

        Assert.Equal("$.versionAfter $.versionBefore", (await StepAsync(Sabha, request, "answer", new { versionBefore = 1, versionAfter = 2 })).WrongFields());
        Assert.Equal("$.answer", (await StepAsync(Sabha, request, "answer", new { answer = new string('a', 2001) })).WrongFields());
    }

    private Task<int> VersionAsync(Guid person, string package) => ScalarAsync<int>("registrations", $"select {package}_version from people where person_id = $1", person);
}
