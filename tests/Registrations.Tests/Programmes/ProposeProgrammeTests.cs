namespace Platform.Registrations.Tests.Programmes;

public sealed class ProposeProgrammeTests : OnProgrammes
{
    [Fact]
    public async Task A_form_that_is_proposed_comes_back_and_nobody_is_asked_by_it_yet()
    {
        var proposed = (await Supervisor.PostAsync("/api/programmes", Form())).Expect(201);

        Assert.Equal(("proposed", Code, "Winter help"), (proposed.Json.Text("state"), proposed.Json.Text("code"), proposed["title"]!.AsObject().Text("en")));
        Assert.Equal(["blankets", "needs-heating", "visited-on", "remarks", "shelter"], proposed["fields"]!.AsArray().Select(field => field!.AsObject().Text("code")));
        (await Lead.PutAsync($"/api/people/{await Lead.RegisterAsync()}/programmes/{Code}", new { answers = new { blankets = 3 } }, null)).Expect(404);
        Assert.Equal("proposed", (await Supervisor.PostAsync("/api/programmes", Form())).Expect(409).Json.Text("state"));
    }

    [Theory]
    [InlineData("code", "\"Winter Help\"", "$.code")]
    [InlineData("code", "\"x\"", "$.code")]
    [InlineData("code", "null", "$.code")]
    [InlineData("title", "null", "$.title")]
    [InlineData("title", """{"en":"a","ar":"","fr":"c"}""", "$.title.ar")]
    [InlineData("fields", "[]", "$.fields")]
    [InlineData("fields", "null", "$.fields")]
    [InlineData("fields[0].code", "\"needs-heating\"", "$.fields")]
    [InlineData("fields[0].code", "\"Blankets\"", "$.fields[0].code")]
    [InlineData("fields[0].type", "\"photo\"", "$.fields[0].type")]
    [InlineData("fields[0].label", "null", "$.fields[0].label")]
    [InlineData("fields[0].label", """{"en":"a\u202eb","ar":"b","fr":"c"}""", "$.fields[0].label.en")]
    [InlineData("fields[0].label", """{"en":"a\ufffeb","ar":"b","fr":"c"}""", "$.fields[0].label.en")]
    [InlineData("fields[0].choices", "[]", "$.fields[0].choices")]
    [InlineData("fields[4].choices", "null", "$.fields[4].choices")]
    [InlineData("fields[4].choices", """[{"code":"a"},{"code":"b"}]""", "$.fields[4].choices[0].label")]
    [InlineData("fields[4].choices", """[{"code":"aa","label":{"en":"a","ar":"b","fr":"c"}},{"code":"aa","label":{"en":"a","ar":"b","fr":"c"}}]""", "$.fields[4].choices")]
    [InlineData("fields[4].choices", """[{"code":"A a","label":{"en":"a","ar":"b","fr":"c"}},{"code":"aa","label":{"en":"a","ar":"b","fr":"c"}}]""", "$.fields[4].choices[0].code")]
    public async Task What_is_no_form_is_named_by_its_path(string at, string json, string path)
    {
        var form = Form();
        var (target, name) = at.Split('.') is [var indexed, var field] ? (form["fields"]![int.Parse(indexed[7..^1], System.Globalization.CultureInfo.InvariantCulture)]!.AsObject(), field) : (form, at);
        target[name] = JsonNode.Parse(json);

        Assert.Contains(path, (await Supervisor.PostAsync("/api/programmes", form)).WrongFields().Split(' '));
    }

    [Theory]
    [InlineData("Ethnicity")]
    [InlineData("What is your tribe?")]
    [InlineData("Religious community")]
    [InlineData("Sexual orientation")]
    [InlineData("Political opinion, if any")]
    [InlineData("Appartenance ethnique")]
    [InlineData("Quelle est votre croyance ?")]
    [InlineData("Orientation sexuelle")]
    [InlineData("ما هو الدين؟")]
    [InlineData("القبيلة")]
    [InlineData("الميول الجنسية")]
    [InlineData("الرأي السياسي")]
    public async Task Nothing_asks_for_ethnicity_religion_sexual_orientation_or_political_opinion(string question)
    {
        foreach (var language in (string[])["en", "ar", "fr"])
        {
            Assert.Equal($"$.fields[1].label.{language}", (await Supervisor.PostAsync("/api/programmes", Form(form => form["fields"]![1]!["label"]![language] = question))).WrongFields());
        }

        Assert.Equal("$.fields[1].code", (await Supervisor.PostAsync("/api/programmes", Form(form => form["fields"]![1]!["code"] = "ethnic-group"))).WrongFields());
    }

    [Theory]
    [InlineData("Does the roof need tracing?")]
    [InlineData("Town (مدينة)")]
    [InlineData("Grace period")]
    public async Task What_only_sounds_alike_is_asked(string question) => await ProposedAsync(form => form["fields"]![1]!["label"]!["en"] = question);

    [Fact]
    public async Task What_was_answered_stays_readable_a_field_is_retired_and_keeps_its_type_and_choices()
    {
        await InForceAsync();

        Assert.Equal("$.fields", (await Supervisor.PostAsync("/api/programmes", Form(form => form["fields"]!.AsArray().RemoveAt(3)))).WrongFields());
        Assert.Equal("$.fields[0].type", (await Supervisor.PostAsync("/api/programmes", Form(form => form["fields"]![0]!["type"] = "text"))).WrongFields());
        Assert.Equal("$.fields[4].choices", (await Supervisor.PostAsync("/api/programmes", Form(form => form["fields"]![4]!["choices"]![0]!["code"] = "cave"))).WrongFields());
        await InForceAsync(form => form["fields"]![3]!["retired"] = true);
    }

    [Fact]
    public async Task Of_two_who_propose_at_once_one_is_told_that_there_is_one()
    {
        var answers = await Task.WhenAll(Supervisor.PostAsync("/api/programmes", Form()), Supervisor.PostAsync("/api/programmes", Form()));

        Assert.Equal([201, 409], answers.Select(answer => answer.Status).Order());
    }
}
