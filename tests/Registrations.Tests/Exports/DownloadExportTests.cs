namespace Platform.Registrations.Tests.Exports;

public sealed class DownloadExportTests : WithExports
{
    [Fact]
    public async Task Each_line_bears_the_watermark_and_each_person_s_ledger_and_audit_an_entry_for_each_download()
    {
        var name = Invented();
        var (one, other) = (await PersonAsync(file => file["givenName"] = name), await PersonAsync());
        var export = await ApprovedAsync(one, other);

        var file = (await FileAsync(export)).Expect(200);
        (await FileAsync(export)).Expect(200);

        Assert.Equal("text/csv", file.ContentType);
        var lines = file.Body.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("\"givenName\",\"familyName\",", lines[0], StringComparison.Ordinal);
        Assert.Single(lines, line => line.Contains(name, StringComparison.Ordinal));
        Assert.All(lines.Skip(1), line => Assert.Matches($"\"Not to be passed on\\. Export {export}, asked for by iom-libya-system, for Bayt Shelter \\(demo\\): Referral to a service\\. To be destroyed by [0-9T:-]+Z\\.\"$", line));
        foreach (var person in (Guid[])[one, other])
        {
            var disclosed = (await Asker.GetAsync($"/api/people/{person}/disclosures")).Items();
            Assert.Equal(2, disclosed.Count);
            Assert.All(disclosed, line => Assert.Equal(("handed-over", BaytId, "service-referral", "consent", 1), (line.Text("state"), line.Id("recipientAgencyId"), line.Text("purpose"), line.Text("basis"), line["consentIds"]!.AsArray().Count)));
            Assert.Equal(2, (await AuditOfAsync(person)).Count(entry => entry == "GET /exports/{exportId:guid}/file identity allowed"));
        }

        Assert.Contains("in a file on", (await Asker.GetAsync($"/api/people/{one}/disclosures/page")).Expect(200).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=HYPERLINK(\\u0022http://a.test\\u0022)", "\"'=HYPERLINK(\"\"http://a.test\"\")\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\\u200F=1", "\"'\u200F=1\"")]             // a mark of direction that nobody sees
    [InlineData("\\u00AD\\u2060 =1", "\"'\u00AD\u2060 =1\"")]
    [InlineData("\\uFF1D1", "\"'\uFF1D1\"")]                // = of full width
    [InlineData("a\\n=1", "\"a =1\"")]
    [InlineData("a;=1", "\"a;'=1\"")]                        // where a semicolon parts cells
    [InlineData("\\u0022=1", "\"'\"\"'=1\"")]
    [InlineData("A-B=C", "\"A-B=C\"")]
    public async Task What_a_spreadsheet_would_run_is_text(string written, string cell)
    {
        var export = await ApprovedAsync(await PersonAsync(file => file["otherNames"] = JsonNode.Parse($"\"{written}\"")));

        Assert.Contains($",{cell},", (await FileAsync(export)).Expect(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_for_who_asked_and_for_nobody_else()
    {
        var export = await ApprovedAsync(await PersonAsync());

        (await FileAsync(export, Supervisor)).Expect(403);
        (await FileAsync(export, Officer)).Expect(403);
        var (there, nowhere) = (await FileAsync(export, await Platform.SignInAsync("caseworker@iom-libya.demo")), await FileAsync(Guid.NewGuid()));
        Assert.Equal((404, nowhere.Body), (there.Status, there.Body));
    }

    [Fact]
    public async Task When_a_consent_is_withdrawn_there_is_no_file_any_more()
    {
        var (person, other) = (await Asker.RegisterAsync(), await PersonAsync());
        var consent = await Asker.ConsentAsync(person, BaytId);
        var export = await ApprovedAsync(person, other);
        (await FileAsync(export)).Expect(200);

        (await Asker.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);

        var refused = (await FileAsync(export)).Expect(410);
        Assert.Equal(("export-ended", "consent"), (refused.Problem, refused.Json.Text("because")));
    }

    [Fact]
    public async Task When_its_hours_are_over_there_is_no_file_any_more()
    {
        var export = await ApprovedAsync(await PersonAsync());
        await ScalarAsync<DateTime>("update exports set asked_at = now() - interval '25 hours', expires_at = now() - interval '1 second' where export_id = $1 returning expires_at", export);

        Assert.Equal("expired", (await FileAsync(export)).Expect(410).Json.Text("because"));
        Assert.Equal("ended", (await Asker.GetAsync($"/api/exports/{export}")).Expect(200).Json.Text("state"));
    }

    [Fact]
    public async Task Who_is_held_since_it_was_approved_is_in_no_list()
    {
        var (person, other) = (await PersonAsync(), await PersonAsync());
        var export = await ApprovedAsync(person, other);
        (await Asker.PutAsync($"/api/people/{person}", Partner.Person(file => file["setting"] = "detention"), "\"1\"")).Expect(200);

        Assert.Equal("detainee-alone", (await FileAsync(export)).Expect(409).Json.Text("rule"));
    }

    [Fact]
    public async Task A_file_that_went_to_others_is_in_no_export_of_who_kept_it()
    {
        var (person, caseworker) = (await PersonAsync(), await Platform.SignInAsync("caseworker@iom-libya.demo"));
        var export = await ApprovedAsync(person);
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var gone = new Npgsql.NpgsqlCommand("delete from access.grants where record = $1", database) { Parameters = { new() { Value = person } } };
        await gone.ExecuteNonQueryAsync();

        Assert.Equal("not-kept", (await FileAsync(export)).Expect(410).Json.Text("because"));
        (await FileAsync(export, caseworker)).Expect(404);
    }

    /// <summary>At the service's own door: what a gateway between them took in has left.</summary>
    [Theory]
    [InlineData("withdrawn")]
    [InlineData("refused")]
    public async Task A_download_that_is_read_slowly_breaks_off_when_it_ends_and_what_was_not_read_is_not_sent(string end)
    {
        var people = await ManyAsync(Asker);
        var (first, export) = (people.Min(), await ApprovedAsync([.. people]));
        var consent = (await Asker.GetAsync($"/api/people/{first}/consents")).Items()[0].Id("consentId");

        await BreaksOffAsync(export, people, await Platform.TokenAsync(Agency), async () =>
        {
            if (end == "withdrawn")
            {
                (await Asker.DeleteAsync($"/api/people/{first}/consents/{consent}")).Expect(204);
            }
            else
            {
                (await Officer.PostAsync($"/api/exports/{export}/refusal", null)).Expect(200);
            }
        });
    }
}
