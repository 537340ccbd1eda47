namespace Platform.Registrations.Tests.Merges;

public sealed class UndoMergeTests : OnMerges
{
    [Fact]
    public async Task Each_has_a_file_of_their_own_again_with_all_that_was_in_it()
    {
        var (merge, kept, duplicate) = await MergedAsync();

        var undone = (await UndoAsync(Sabha, merge)).Expect(200);

        Assert.Equal("undone", undone.Json.Text("state"));
        foreach (var file in (Guid[])[kept, duplicate])
        {
            var seen = (await Sabha.GetAsync($"/api/people/{file}")).Expect(200);
            Assert.Equal(("\"3\"", null, 0), (seen.ETag, seen["mergedInto"], seen["mergedFiles"]!.AsArray().Count));
            Assert.True(await IsListedAsync(Sabha, file) && await IsListedAsync(SabhaSupervisor, file));
            (await Sabha.PutAsync($"/api/people/{file}", Partner.Person(), "\"3\"")).Expect(200);
        }

        Assert.Equal("undone", (await UndoAsync(Sabha, merge)).Expect(409).Json.Text("state"));
        (await ProposeAsync(Sabha, duplicate, kept)).Expect(201);   // and it can be found to be so after all
    }

    [Theory]
    [InlineData("consents")]
    [InlineData("statuses")]
    [InlineData("encounters")]
    [InlineData("requests")]
    [InlineData("family")]
    [InlineData("tracing")]
    [InlineData("household")]
    [InlineData("separation")]
    [InlineData("attachments")]
    [InlineData("disclosures")]
    public async Task What_was_recorded_since_is_told_and_who_undoes_it_says_that_they_have_seen_it(string kind)
    {
        var (kept, duplicate) = (await Sabha.RegisterAsync(person => (person["birthYear"], person["agePrecision"]) = (DateTime.UtcNow.Year - 9, "year")), await Sabha.RegisterAsync());
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        if (kind == "disclosures")
        {
            await Sabha.ConsentAsync(kept, bayt);   // given before: that one is no news
        }

        var merge = (await ProposeAsync(Sabha, kept, duplicate)).Expect(201).Json.Id("mergeId");
        (await ConfirmAsync(SabhaSupervisor, merge)).Expect(200);
        (await (kind switch
        {
            "consents" => Sabha.PostAsync($"/api/people/{kept}/consents", Partner.Consent(bayt)),
            "statuses" => Sabha.PostAsync($"/api/people/{kept}/statuses", Statuses.RecordStatusTests.Status()),
            "encounters" => Sabha.PostAsync($"/api/people/{kept}/encounters", Encounters.Meeting.Encounter()),
            "requests" => Sabha.PostAsync($"/api/people/{kept}/requests", Partner.SubjectRequest("access")),
            "family" => Sabha.PostAsync($"/api/people/{kept}/family", Families.InAFamily.Link()),
            "tracing" => Sabha.PostAsync($"/api/people/{kept}/tracing", Families.Tracing.Search()),
            "household" => Sabha.PostAsync("/api/households", new JsonObject { ["members"] = new JsonArray(Families.InAHousehold.Joins(kept)) }),
            "separation" => Sabha.PutAsync($"/api/people/{kept}/separation", Families.RecordSeparationTests.Alone(), null),
            "attachments" => Attachments.AddAttachmentTests.AddAsync(Sabha, kept, Attachments.Files.Pdf(), "kind=other-document", contentType: "application/pdf"),
            _ => Sabha.PostAsync("/api/referrals", Partner.Referral(kept, bayt)),
        })).Expect(kind == "separation" ? 200 : 201);

        var refused = (await UndoAsync(Sabha, merge)).Expect(409);

        Assert.Equal(("recorded-since", kind), (refused.Problem, refused["recordedSince"]!.AsArray().Single().Text("kind")));
        Assert.Equal(refused["recordedSince"]!.ToJsonString(), (await SabhaSupervisor.GetAsync($"/api/merges/{merge}")).Expect(200)["recordedSince"]!.ToJsonString());
        (await UndoAsync(Sabha, merge, reviewed: false)).Expect(409);
        Assert.Equal(kept, (await Sabha.GetAsync($"/api/people/{duplicate}")).Json.Id("mergedInto"));   // nothing was half undone
        (await UndoAsync(Sabha, merge, reviewed: true)).Expect(200);
    }

    [Fact]
    public async Task Who_only_reads_or_does_not_see_both_undoes_nothing()
    {
        var (merge, kept, duplicate) = await MergedAsync();

        (await UndoAsync(Amal, merge)).Expect(404);
        var (transfer, _) = ((await OfferAsync(Sabha, kept, "tripoli", handoverDays: 14)).Expect(201).Json.Id("transferId"), duplicate);
        (await AcceptAsync(Tripoli, transfer)).Expect(200);
        (await UndoAsync(Sabha, merge)).Expect(403);
        (await UndoAsync(Tripoli, merge)).Expect(200);
    }
}
