namespace Platform.Registrations.Tests.Families;

public sealed class ListFamilyTests : InAFamily
{
    [Fact]
    public async Task A_link_to_somebody_registered_is_in_both_files_each_in_its_own_direction()
    {
        var (person, relative) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var link = await LinkedAsync(person, To(relative));

        var (told, mirrored) = (await ReadAsync(Sabha, person, link), await ReadAsync(Sabha, relative, link));

        Assert.Equal(("aunt", relative, false), (told.Text("relationship"), told.Id("relativeId"), told["mirrored"]!.GetValue<bool>()));
        Assert.Equal(("nephew-or-niece", person, true), (mirrored.Text("relationship"), mirrored.Id("relativeId"), mirrored["mirrored"]!.GetValue<bool>()));
        Assert.Equal("ended history linkId mirrored recordedAt relationship relativeId verification version", mirrored.FieldNames());
    }

    [Fact]
    public async Task Who_does_not_see_the_other_file_is_told_the_relationship_alone()
    {
        var (person, relative) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var link = await LinkedAsync(person, To(relative));
        (await Sabha.PostAsync($"/api/people/{relative}/assignment", new { team = "tripoli", caseworker = HubCaseworker })).Expect(200);

        var (told, mirrored) = (await ReadAsync(SabhaSupervisor, person, link), await ReadAsync(TripoliCaseworker, relative, link));

        Assert.Null(told["relativeId"]);
        Assert.Equal("aunt", told.Text("relationship"));
        Assert.Null(mirrored["relativeId"]);
        Assert.Equal("nephew-or-niece", mirrored.Text("relationship"));
        Assert.DoesNotContain(person.ToString(), mirrored.ToJsonString(), StringComparison.Ordinal);
        (await TripoliCaseworker.GetAsync($"/api/people/{person}/family")).Expect(404);
        Assert.Equal(relative, (await ReadAsync(Sabha, person, link)).Id("relativeId"));   // who opened both keeps both
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_who_is_erased_nothing_is_left_in_the_other_file(bool isRelative)
    {
        var (person, relative) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var (link, own) = (await LinkedAsync(person, To(relative)), await LinkedAsync(isRelative ? person : relative));
        (await VerifyAsync(person, link)).Expect(200);

        await EraseAsync(isRelative ? relative : person);

        Assert.Equal([own], (await Sabha.GetAsync($"/api/people/{(isRelative ? person : relative)}/family")).Items().Select(item => item.Id("linkId")));
        Assert.Equal(0, await CountAsync("registrations", "select (select count(*) from family_links where link_id = $1) + (select count(*) from family_steps where link_id = $1)", link));
    }

    [Fact]
    public async Task The_person_is_told_in_the_copy_and_neither_of_harm_nor_who_else_is_registered()
    {
        var (child, mother) = (await ChildAsync(), await Sabha.RegisterAsync());
        var (cared, aunt) = (await CaredForAsync(child), await LinkedAsync(child, To(mother, "mother", "son")));
        (await MoveAsync(Sabha, child, cared, "alleged-harm", new { note = "Beaten (invented)." })).Expect(200);

        var copy = (await Sabha.GetAsync($"/api/people/{child}/copy")).Expect(200);
        var page = (await Sabha.GetAsync($"/api/people/{child}/copy/page")).Expect(200).Body;

        Assert.Equal([aunt, cared], copy["family"]!.AsArray().Select(item => item.Id("linkId")));
        Assert.All((string[])["allegedHarm", "harm-alleged", "Beaten", mother.ToString()], word => Assert.DoesNotContain(word, copy["family"]!.ToJsonString(), StringComparison.Ordinal));
        Assert.Contains("Mother, <bdi>Zahra (invented)</bdi>, about 41, <bdi>Near the old market (invented).</bdi>, Verified", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Beaten", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_other_one_s_copy_the_relationship_stands_alone_and_not_at_all_where_harm_is_alleged()
    {
        var (child, mother) = (await ChildAsync(), await Sabha.RegisterAsync());
        var link = await LinkedAsync(child, To(mother, "mother", "son"));
        (await VerifyAsync(child, link)).Expect(200);

        var told = Assert.Single((await Sabha.GetAsync($"/api/people/{mother}/copy")).Expect(200)["family"]!.AsArray())!.AsObject();
        Assert.Equal("ended history linkId mirrored recordedAt relationship version", told.FieldNames());
        Assert.Contains("<p>Son</p>", (await Sabha.GetAsync($"/api/people/{mother}/copy/page")).Expect(200).Body, StringComparison.Ordinal);

        (await MoveAsync(Sabha, child, link, "alleged-harm", new { })).Expect(200);
        Assert.Empty((await Sabha.GetAsync($"/api/people/{mother}/copy")).Expect(200)["family"]!.AsArray());
        Assert.DoesNotContain("harm", (await ReadAsync(Sabha, mother, link)).ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nobody_else_sees_who_a_person_s_family_is()
    {
        var person = await Sabha.RegisterAsync();
        await LinkedAsync(person);

        foreach (var other in (Partner[])[Tripoli, TripoliCaseworker, Bayt, await Platform.SignInAsync("caseworker@iom-libya.demo")])
        {
            (await other.GetAsync($"/api/people/{person}/family")).Expect(404);
        }
    }
}
