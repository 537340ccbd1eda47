namespace Platform.Registrations.Tests.Statuses;

public sealed class RecordStatusTests : OnThePlatform
{
    internal static JsonObject Status(Action<JsonObject>? change = null)
    {
        var said = new JsonObject { ["status"] = "asylum-seeker", ["since"] = "2024-03-01", ["source"] = "other-agency", ["assertedBy"] = "UNHCR (invented)", ["note"] = "Invented claim." };
        change?.Invoke(said);
        return said;
    }

    [Fact]
    public async Task What_was_said_comes_back_with_who_wrote_it_down()
    {
        var person = await Amal.RegisterAsync();

        var recorded = (await Amal.PostAsync($"/api/people/{person}/statuses", Status())).Expect(201);

        Assert.Equal("assertedBy note recordedAt recordedBy since source status statusId", recorded.Json.FieldNames());
        Assert.Equal("asylum-seeker", recorded.Json.Text("status"));
        Assert.Equal("2024-03-01", recorded.Json.Text("since"));
    }

    public static TheoryData<string, string, string> WrongFields => new()
    {
        { "status", "\"alien\"", "$.status" },
        { "status", "null", "$.status" },
        { "since", "\"2999-01-01\"", "$.since" },
        { "since", "\"1899-12-31\"", "$.since" },
        { "since", "null", "$.since" },
        { "source", "\"rumour\"", "$.source" },
        { "source", "null", "$.source" },
        { "assertedBy", $"\"{new string('x', 201)}\"", "$.assertedBy" },
        { "note", $"\"{new string('x', 2001)}\"", "$.note" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_by_its_path(string field, string json, string path) =>
        Assert.Equal(path, (await Amal.PostAsync($"/api/people/{await Amal.RegisterAsync()}/statuses", Status(said => said[field] = JsonNode.Parse(json)))).WrongFields());

    [Fact]
    public async Task Nothing_of_it_stands_in_plain_text()
    {
        var person = await Amal.RegisterAsync();
        await Amal.PostAsync($"/api/people/{person}/statuses", Status());

        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var read = new Npgsql.NpgsqlCommand("select s::text || encode(s.sealed, 'escape') from person_statuses s where person_id = $1", database) { Parameters = { new() { Value = person } } };
        Assert.DoesNotMatch("asylum|UNHCR|Invented", (string)(await read.ExecuteScalarAsync())!);
    }

    [Fact]
    public async Task Who_does_not_keep_the_file_records_nothing()
    {
        var person = await Amal.RegisterAsync();

        (await Bayt.PostAsync($"/api/people/{person}/statuses", Status())).Expect(404);
        Assert.Empty((await Amal.GetAsync($"/api/people/{person}/statuses")).Items());
    }
}
