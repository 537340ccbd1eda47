namespace Platform.Registrations.Tests.Erasure;

public sealed class AskForErasureTests : Erasing
{
    [Fact]
    public async Task Who_keeps_the_file_asks_and_until_somebody_approves_nothing_happens_to_it()
    {
        var person = await Sabha.RegisterAsync();

        var asked = (await AskAsync(Sabha, person, "She asked for it on the phone (invented).")).Expect(201);

        Assert.Equal("askedAt askedBy because erasureId held note personId proof status", asked.Json.FieldNames());
        Assert.Equal(("asked", "person-asked", person), (asked.Json.Text("status"), asked.Json.Text("because"), asked.Json.Id("personId")));
        Assert.Empty(asked["proof"]!.AsArray());
        (await Sabha.GetAsync($"/api/people/{person}")).Expect(200);
        Assert.Equal("wrong-state", (await AskAsync(Sabha, person)).Expect(409).Problem);
    }

    [Fact]
    public async Task Who_keeps_no_such_file_is_answered_as_if_there_were_none()
    {
        var person = await Sabha.RegisterAsync();

        var theirs = await AskAsync(Amal, person);
        var nobodys = await AskAsync(Amal, Guid.NewGuid());

        Assert.Equal((404, nobodys.Body), (theirs.Status, theirs.Body));
        (await AskAsync(Tripoli, person)).Expect(404);
        (await AskAsync(Officer, person)).Expect(403);
        (await AskAsync(Auditor, person)).Expect(403);
    }

    [Theory]
    [InlineData("""{"note":"x"}""", "$.reasonCode")]
    [InlineData("""{"reasonCode":""}""", "$.reasonCode")]
    [InlineData("""{"reasonCode":"because"}""", "$.reasonCode")]
    [InlineData("""{"reasonCode":"person-asked","note":"a\u0007b"}""", "$.note")]
    public async Task A_wrong_field_is_named_and_nothing_is_asked(string body, string field)
    {
        var person = await Sabha.RegisterAsync();

        Assert.Equal(field, (await Sabha.PostAsync($"/api/people/{person}/erasure", body)).WrongFields());

        Assert.DoesNotContain((await Sabha.GetAsync("/api/erasures?limit=200")).Items(), erasure => erasure.Text("personId") == person.ToString());
    }

    [Fact]
    public async Task In_the_handover_one_reads_and_asks_for_nothing()
    {
        var (transfer, person) = await OfferedAsync(handoverDays: 5);
        (await AcceptAsync(Tripoli, transfer)).Expect(200);

        (await AskAsync(Sabha, person)).Expect(403);
        (await AskAsync(TripoliCaseworker, person)).Expect(201);
    }
}
