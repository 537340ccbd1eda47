namespace Platform.Registrations.Tests.Families;

public sealed class RecordReunificationTests : Tracing
{
    private static object Together(string? on = null) => new { on = on ?? In(0), note = "They wept (invented)." };

    [Fact]
    public async Task A_child_only_by_an_approved_decision_and_then_somebody_looks_within_a_week()
    {
        var (child, tracing) = await VerifiedAsync();

        Assert.Equal("best-interests-missing", (await StepAsync(Sabha, child, tracing, "reunification", Together())).Expect(409).Problem);
        (await StepAsync(Sabha, child, tracing, "best-interests", Interests())).Expect(200);
        Assert.Equal("best-interests-missing", (await StepAsync(Sabha, child, tracing, "reunification", Together())).Expect(409).Problem);
        (await StepAsync(SabhaSupervisor, child, tracing, "best-interests/approval", new { })).Expect(200);
        var together = (await StepAsync(Sabha, child, tracing, "reunification", Together())).Expect(200).Json;

        Assert.Equal(("reunified", In(7), false), (together.Text("state"), together.Text("followUpOn"), together["followUpOverdue"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task An_adult_without_one_and_whose_age_is_disputed_only_by_one()
    {
        var adult = await Sabha.RegisterAsync(person => (person["birthYear"], person["agePrecision"]) = (1990, "year"));
        var disputed = await Sabha.RegisterAsync(person => (person["birthYear"], person["agePrecision"]) = (1990, "year"));
        (await Sabha.PutAsync($"/api/people/{disputed}/separation", RecordSeparationTests.Alone(RecordSeparationTests.Disputed), null)).Expect(200);

        (await StepAsync(Sabha, adult, (await VerifiedAsync(adult)).Tracing, "reunification", Together())).Expect(200);
        Assert.Equal("best-interests-missing", (await StepAsync(Sabha, disputed, (await VerifiedAsync(disputed)).Tracing, "reunification", Together())).Expect(409).Problem);
    }

    [Fact]
    public async Task Nobody_before_both_sides_are_verified()
    {
        var (child, tracing) = await OpenedAsync();

        Assert.Equal("$.on", (await StepAsync(Sabha, child, tracing, "reunification", Together("2999-01-01"))).WrongFields());
        Assert.Equal("open", (await StepAsync(Sabha, child, tracing, "reunification", Together())).Expect(409).Json.Text("state"));
        Assert.Equal("verified_from_both_sides", await RefusalOfDatabaseAsync("update tracings set state = 'reunified' where tracing_id = $1", tracing));
    }
}
