namespace Platform.Registrations.Tests.SubjectRequests;

public sealed class ProposeRefusalTests : Asking
{
    [Fact]
    public async Task It_says_why_and_the_clock_runs_on()
    {
        var (request, _) = await AskedAsync("access");

        var proposed = (await ProposeAsync(Sabha, request)).Expect(200);

        Assert.Equal(("refusal-proposed", "unfounded", "It is as the passport has it (invented)."), (proposed.Json.Text("state"), proposed.Json.Text("reasonCode"), proposed.Json.Text("answer")));
        Assert.Equal(1L, await ScalarAsync<long>("registrations", "select count(*) from subject_requests where request_id = $1 and next_at is not null", request));
        Assert.Equal("refusal-proposed", (await ProposeAsync(Sabha, request)).Expect(409).Json.Text("state"));
        Assert.Equal("answered", (await StepAsync(Sabha, request, "answer")).Expect(200).Json.Text("state"));   // who thought better of it answers
    }

    [Theory]
    [InlineData("$.reasonCode", null, null)]
    [InlineData("$.reasonCode", "inconvenient", null)]
    [InlineData("$.answer", "unfounded", "a\u202Eb")]
    public async Task A_wrong_field_is_named(string path, string? reasonCode, string? answer)
    {
        var (request, _) = await AskedAsync("access");

        Assert.Equal(path, (await StepAsync(Sabha, request, "refusal", new { reasonCode, answer })).WrongFields());
    }

    [Fact]
    public async Task A_protection_officer_proposes_nothing()
    {
        var (request, _) = await AskedAsync("access");

        (await ProposeAsync(Officer, request)).Expect(403);
    }
}
