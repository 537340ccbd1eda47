namespace Platform.Registrations.Tests.People;

public sealed class FindPeopleTests : OnThePlatform
{
    [Theory]
    [InlineData("محمد", "Mohammed")]
    [InlineData("Mohamed", "محمد")]
    [InlineData("Mouhamed", "Mohammad")]
    [InlineData("مُحَمَّد", "Mohamed")]
    [InlineData("Khadija", "خديجة")]
    [InlineData("Éric", "Eric")]
    public async Task A_name_is_found_across_spellings(string registered, string wanted)
    {
        var family = Invented();
        var id = await Amal.RegisterAsync(person => (person["givenName"], person["familyName"]) = (registered, family));

        Assert.Equal([id], await FoundAsync(Amal, $"{wanted} {family}"));
    }

    [Fact]
    public async Task The_order_of_the_names_does_not_matter_nor_a_name_more()
    {
        var (family, father) = (Invented(), Invented());
        var id = await Amal.RegisterAsync(person => (person["givenName"], person["otherNames"], person["familyName"]) = ("Yusuf", father, family));

        Assert.Equal([id], await FoundAsync(Amal, $"{family} {father}"));
        Assert.Equal([id], await FoundAsync(Amal, $"bin {father} Yusuf"));
    }

    [Fact]
    public async Task A_name_is_found_in_the_other_script_in_which_it_was_given()
    {
        var family = Invented();
        var id = await Amal.RegisterAsync(person =>
        {
            (person["givenName"], person["familyName"]) = ("ንግስቲ", "ንጉሰ");
            person["transliterations"] = new JsonArray(new JsonObject { ["script"] = "latin", ["name"] = $"Nigisti {family}" });
        });

        Assert.Equal([id], await FoundAsync(Amal, $"Nigisti {family}"));
    }

    [Fact]
    public async Task Another_name_is_not_found()
    {
        var family = Invented();
        await Amal.RegisterAsync(person => (person["givenName"], person["familyName"]) = ("Mohamed", family));

        Assert.Empty(await FoundAsync(Amal, $"Tesfay {Invented()}"));
    }

    [Fact]
    public async Task Only_among_the_callers_own_cases()
    {
        var family = Invented();
        var id = await Amal.RegisterAsync(person => (person["givenName"], person["familyName"]) = ("Mohamed", family));

        Assert.Equal([id], await FoundAsync(await Platform.SignInAsync("supervisor@amal-health.demo"), $"Mohamed {family}"));
        Assert.Empty(await FoundAsync(await Platform.SignInAsync("caseworker@amal-health.demo"), $"Mohamed {family}"));
        Assert.Empty(await FoundAsync(Bayt, $"Mohamed {family}"));
    }

    [Fact]
    public async Task A_changed_name_is_found_by_the_new_one_only()
    {
        var (before, after) = (Invented(), Invented());
        var id = await Amal.RegisterAsync(person => (person["givenName"], person["familyName"]) = ("Sara", before));

        (await Amal.PutAsync($"/api/people/{id}", Partner.Person(person => (person["givenName"], person["familyName"]) = ("Sara", after)), "\"1\"")).Expect(200);

        Assert.Empty(await FoundAsync(Amal, $"Sara {before}"));
        Assert.Equal([id], await FoundAsync(Amal, $"Sara {after}"));
    }

    [Fact]
    public async Task Who_is_told_more_of_ranks_better_and_hears_why()
    {
        var (father, family) = (Invented(), Invented());
        var brother = await Amal.RegisterAsync(person => (person["givenName"], person["otherNames"], person["familyName"], person["sex"], person["birthYear"]) = ("أحمد", father, family, "male", 1991));
        var one = await Amal.RegisterAsync(person => (person["givenName"], person["otherNames"], person["familyName"], person["sex"], person["birthYear"]) = ("محمد", father, family, "male", 1991));

        var found = (await Amal.PostAsync("/api/people/search", new { name = $"Mohamed {father} {family}", birthYear = 1991, sex = "male", nationality = "SDN", phone = "0910000000" })).Items();

        Assert.Equal([one, brother], found.Select(item => item.Id("personId")));
        Assert.Equal("ageBand areaCode band caseCode familyName givenName personId reasons registeredAt setting sex updatedAt", found[0].FieldNames());
        Assert.Equal("strong", found[0].Text("band"));
        Assert.Equal(["same-given-name", "same-fathers-name", "same-last-name", "all-names", "same-year", "same-phone", "same-nationality"],
            found[0]["reasons"]!.AsArray().Select(reason => (string)reason!).Where(reason => reason is not ("other-script" or "other-spelling" or "rare-name" or "estimated-year")));
        Assert.NotEqual("strong", found[1].Text("band"));   // brothers share all but the given name
    }

    [Fact]
    public async Task A_name_alone_says_too_little_for_a_band_and_finds_all_the_same()
    {
        var family = Invented();
        var id = await Amal.RegisterAsync(person => (person["givenName"], person["familyName"]) = ("محمد", family));

        var found = Assert.Single((await Amal.PostAsync("/api/people/search", new { name = $"Mohamed {family}" })).Items());

        Assert.Equal((id, null), (found.Id("personId"), found.Text("band")));
        Assert.Contains("same-given-name", found["reasons"]!.AsArray().Select(reason => (string)reason!));
    }

    [Fact]
    public async Task Who_is_surely_somebody_else_is_not_shown()
    {
        await Amal.RegisterAsync(person => (person["givenName"], person["otherNames"], person["familyName"], person["sex"], person["birthYear"], person["nationality"]) = ("Ahmed", "Ali", "Mohamed", "male", 1950, "BGD"));

        Assert.DoesNotContain((await Amal.PostAsync("/api/people/search", new { name = "Ali Mohamed", birthYear = 2016, sex = "female", nationality = "SYR" })).Items(), item => item.Text("givenName") == "Ahmed");
    }

    [Theory]
    [InlineData("birthYear", "1899")]
    [InlineData("birthYear", "\"1990\"")]
    [InlineData("agePrecision", "\"about\"")]
    [InlineData("sex", "\"f\"")]
    [InlineData("nationality", "\"Sudan\"")]
    [InlineData("phone", "\"\\u0000\"")]
    public async Task A_wrong_field_is_named_by_its_path(string field, string json) =>
        Assert.Equal($"$.{field}", (await Amal.PostAsync("/api/people/search", $$"""{"name": "Mohamed", "{{field}}": {{json}}}""")).WrongFields());

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"a\\u0000b\"")]
    [InlineData("\"a\\u202Eb\"")]
    [InlineData("[\"Mohamed\"]")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        Assert.StartsWith("$.name", (await Amal.PostAsync("/api/people/search", $$"""{"name": {{name}}}""")).WrongFields(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("' or 1=1 --")]
    [InlineData("bin al")]
    [InlineData("؟؟؟")]
    public async Task A_name_without_a_sound_finds_nobody(string name)
    {
        Assert.Empty(await FoundAsync(Amal, name));
    }

    [Fact]
    public async Task A_very_long_name_is_too_long()
    {
        Assert.Equal("$.name", (await Amal.PostAsync("/api/people/search", new { name = new string('m', 401) })).WrongFields());
    }

    private static async Task<IEnumerable<Guid>> FoundAsync(Partner partner, string name) =>
        (await partner.PostAsync("/api/people/search", new { name })).Items().Select(item => item.Id("personId"));
}
