namespace Platform.Registrations.Tests.Merges;

public sealed class ProposeMergeTests : OnMerges
{
    [Fact]
    public async Task A_proposal_changes_nothing_and_is_there_for_who_sees_both_files()
    {
        var (kept, duplicate) = await TwiceAsync();

        var proposed = (await ProposeAsync(Sabha, kept, duplicate)).Expect(201);

        Assert.Equal(("proposed", kept, duplicate), (proposed.Json.Text("state"), proposed.Json.Id("kept"), proposed.Json.Id("merged")));
        foreach (var file in (Guid[])[kept, duplicate])
        {
            var seen = (await SabhaSupervisor.GetAsync($"/api/people/{file}")).Expect(200);
            Assert.Equal(("\"1\"", null), (seen.ETag, seen["mergedInto"]));
            Assert.Equal([proposed.Json.Id("mergeId")], (await SabhaSupervisor.GetAsync($"/api/people/{file}/merges")).Items().Select(item => item.Id("mergeId")));
        }
    }

    [Fact]
    public async Task What_is_no_other_file_of_the_callers_is_named_by_its_field()
    {
        var (kept, of) = (await Sabha.RegisterAsync(), await Amal.RegisterAsync());

        foreach (var other in (object?[])[null, kept, of, Guid.NewGuid()])
        {
            Assert.Equal("$.personId", (await Sabha.PostAsync($"/api/people/{kept}/merges", new { personId = other })).WrongFields());
        }

        (await ProposeAsync(Sabha, of, kept)).Expect(404);
        (await ProposeAsync(Amal, kept, of)).Expect(404);
    }

    [Fact]
    public async Task Who_only_reads_a_file_proposes_nothing()
    {
        var (one, other) = (await Amal.RegisterAsync(), await Amal.RegisterAsync());
        var reader = await WhoOnlyReadsAsync(one);
        await WhoOnlyReadsAsync(other);

        (await ProposeAsync(reader, one, other)).Expect(403);
        (await reader.PostAsync($"/api/people/{one}/merges", new { })).Expect(403);   // of their own body they learn nothing
    }

    [Fact]
    public async Task Of_two_who_propose_the_same_pair_at_once_one_is_told_that_it_is_proposed()
    {
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = await TwiceAsync();

            var answers = await Task.WhenAll(ProposeAsync(Sabha, one, other), ProposeAsync(SabhaSupervisor, other, one));

            Assert.Equal([201, 409], answers.Select(answer => answer.Status).Order());
            var (first, second) = (answers.Single(answer => answer.Status == 201), answers.Single(answer => answer.Status == 409));
            Assert.Equal(("merge-proposed", first.Json.Id("mergeId")), (second.Problem, second.Json.Id("mergeId")));
        }
    }

    [Fact]
    public async Task A_merged_file_is_not_merged_again_and_what_others_were_merged_into_is_kept()
    {
        var (_, kept, duplicate) = await MergedAsync();
        var third = await Sabha.RegisterAsync();

        foreach (var again in (Answer[])[await ProposeAsync(Sabha, third, duplicate), await ProposeAsync(Sabha, duplicate, third), await ProposeAsync(Sabha, kept, duplicate)])
        {
            Assert.Equal(("person-merged", kept), (again.Expect(409).Problem, again.Json.Id("mergedInto")));
        }

        Assert.Equal("keeps-merged-files", (await ProposeAsync(Sabha, third, kept)).Expect(409).Problem);
        var merge = (await ProposeAsync(Sabha, kept, third)).Expect(201).Json.Id("mergeId");
        (await ConfirmAsync(SabhaSupervisor, merge)).Expect(200);
        Assert.Equal(((Guid[])[duplicate, third]).Order(), (await Sabha.GetAsync($"/api/people/{kept}")).Json["mergedFiles"]!.AsArray().Select(file => file!.GetValue<Guid>()).Order());
    }

    [Fact]
    public async Task Files_in_different_hands_are_brought_into_one_first()
    {
        var (kept, duplicate) = await TwiceAsync();
        (await Sabha.PostAsync($"/api/people/{duplicate}/assignment", new { team = "sabha", caseworker = "caseworker@iom-libya.demo" })).Expect(200);

        Assert.Equal("in-other-hands", (await ProposeAsync(Sabha, kept, duplicate)).Expect(409).Problem);

        (await Sabha.PostAsync($"/api/people/{kept}/assignment", new { team = "sabha", caseworker = "caseworker@iom-libya.demo" })).Expect(200);
        (await ProposeAsync(Sabha, kept, duplicate)).Expect(201);
    }

    [Theory]
    [InlineData("transfer", true)]
    [InlineData("transfer", false)]
    [InlineData("erasure", true)]
    [InlineData("erasure", false)]
    [InlineData("legal-hold", true)]
    [InlineData("legal-hold", false)]
    [InlineData("request", false)]
    [InlineData("tracing", false)]
    [InlineData("household", false)]
    [InlineData("kinship", false)]
    [InlineData("encounter", false)]
    public async Task What_is_open_is_brought_to_its_end_first(string what, bool ofKept)
    {
        var (kept, duplicate) = await TwiceAsync();
        var file = ofKept ? kept : duplicate;
        (await (what switch
        {
            "transfer" => OfferAsync(Sabha, file, "tripoli"),
            "erasure" => Sabha.PostAsync($"/api/people/{file}/erasure", new { reasonCode = "person-asked" }),
            "legal-hold" => (await Platform.SignInAsync("protection-officer@iom-libya.demo")).PostAsync($"/api/people/{file}/legal-hold", new { reasonCode = "court" }),
            "request" => Sabha.PostAsync($"/api/people/{file}/requests", Partner.SubjectRequest("access")),
            "tracing" => Sabha.PostAsync($"/api/people/{file}/tracing", Families.Tracing.Search()),
            "kinship" => Sabha.PostAsync($"/api/people/{file}/family", Families.InAFamily.Link()),
            "encounter" => Sabha.PostAsync($"/api/people/{file}/encounters", Encounters.Meeting.Encounter()),
            _ => Sabha.PostAsync("/api/households", new JsonObject { ["members"] = new JsonArray(Families.InAHousehold.Joins(file)) }),
        })).Expect(what == "legal-hold" ? 204 : 201);

        var refused = (await ProposeAsync(Sabha, kept, duplicate)).Expect(409);

        Assert.Equal(("file-unsettled", what), (refused.Problem, refused["open"]!.AsArray().Single()!.GetValue<string>()));
    }
}
