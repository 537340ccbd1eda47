namespace Platform.Registrations.Tests.Erasure;

public sealed class HoldFileTests : Erasing
{
    [Fact]
    public async Task While_a_hold_stands_nothing_is_approved()
    {
        var person = await Sabha.RegisterAsync();
        var erasure = (await AskAsync(Sabha, person)).Expect(201).Json.Id("erasureId");

        (await HoldAsync(Officer, person)).Expect(204);

        Assert.Equal("legal-hold", (await ApproveAsync(SabhaSupervisor, erasure)).Expect(409).Problem);
        Assert.True((await GetAsync(Sabha, erasure))["held"]!.GetValue<bool>());
        Assert.Equal("wrong-state", (await HoldAsync(Officer, person)).Expect(409).Problem);
        (await Sabha.GetAsync($"/api/people/{person}")).Expect(200);
        Assert.Contains("POST /people/{personId:guid}/legal-hold ledger allowed", await AuditOfAsync(person));
    }

    [Fact]
    public async Task Only_a_protection_officer_of_the_agency_holds_and_lifts()
    {
        var (person, theirs) = (await Sabha.RegisterAsync(), await Amal.RegisterAsync());

        (await HoldAsync(Sabha, person)).Expect(403);
        (await HoldAsync(SabhaSupervisor, person)).Expect(403);
        (await HoldAsync(Auditor, person)).Expect(403);
        (await Sabha.DeleteAsync($"/api/people/{person}/legal-hold")).Expect(403);
        var (notTheirs, nobodys) = (await HoldAsync(Officer, theirs), await HoldAsync(Officer, Guid.NewGuid()));
        Assert.Equal((404, nobodys.Body), (notTheirs.Status, notTheirs.Body));
        (await Officer.DeleteAsync($"/api/people/{theirs}/legal-hold")).Expect(404);
    }

    [Theory]
    [InlineData("{}", "$.reasonCode")]
    [InlineData("""{"reasonCode":"curiosity"}""", "$.reasonCode")]
    [InlineData("""{"reasonCode":"court","until":"2020-01-01"}""", "$.until")]
    [InlineData("""{"reasonCode":"court","until":"tomorrow"}""", "$.until")]
    public async Task A_wrong_field_is_named_and_nothing_is_held(string body, string field)
    {
        var person = await Sabha.RegisterAsync();

        Assert.Equal(field, (await Officer.PostAsync($"/api/people/{person}/legal-hold", body)).WrongFields());

        await EraseAsync(person);
    }

    [Fact]
    public async Task After_its_last_day_a_hold_is_over_and_may_be_placed_again()
    {
        var person = await Sabha.RegisterAsync();
        (await HoldAsync(Officer, person)).Expect(204);
        (await HoldAsync(Officer, person)).Expect(409);
        await CountAsync("registrations", "with over as (update legal_holds set until = current_date - 1 where person_id = $1 returning 1) select count(*) from over", person);

        (await HoldAsync(Officer, person)).Expect(204);
        await CountAsync("registrations", "with over as (update legal_holds set until = current_date - 1 where person_id = $1 returning 1) select count(*) from over", person);
        await EraseAsync(person);
    }

    internal static Task<Answer> HoldAsync(Partner by, Guid person) => by.PostAsync($"/api/people/{person}/legal-hold", new { reasonCode = "investigation" });
}
