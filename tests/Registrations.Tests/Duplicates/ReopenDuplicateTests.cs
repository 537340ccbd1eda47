namespace Platform.Registrations.Tests.Duplicates;

public sealed class ReopenDuplicateTests : OnPairs
{
    [Fact]
    public async Task A_decision_can_be_taken_back_and_the_pair_is_made_from_the_files_as_they_are_then()
    {
        var (pair, one, _) = await PairAsync();
        (await Desk.PostAsync($"/api/duplicates/{pair}/decision", new { samePerson = true })).Expect(200);
        (await SecondAtDesk.PostAsync($"/api/duplicates/{pair}/confirmation", new { })).Expect(200);
        (await Amal.PutAsync($"/api/people/{one}", Partner.Person(person => (person["givenName"], person["otherNames"], person["familyName"], person["sex"], person["birthYear"], person["phone"]) = ("Muhammad", Father, Family, "male", 1991, Phone)), "\"1\"")).Expect(200);

        var open = (await Desk.PostAsync($"/api/duplicates/{pair}/reopening", new { })).Expect(200);

        Assert.Equal(("open", null, null), (open.Json.Text("state"), open["decidedBy"], open["confirmedBy"]));
        await Eventually.TrueAsync(async () => (await Desk.GetAsync($"/api/duplicates/{pair}")).Expect(200)["sides"]?.AsArray().Any(side => side!.Text("givenName") == "Muhammad") is true);
        (await Desk.PostAsync($"/api/duplicates/{pair}/reopening", new { })).Expect(409);
        (await Desk.PostAsync($"/api/duplicates/{Guid.NewGuid()}/reopening", new { })).Expect(404);
        await Eventually.TrueAsync(async () => (long)(await ScalarAsync("select count(*) from access.disclosures where person = $1", one))! == 2);   // shown again
    }
}
