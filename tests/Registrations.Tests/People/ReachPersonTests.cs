namespace Platform.Registrations.Tests.People;

public sealed class ReachPersonTests : OnThePlatform
{
    private const string Number = "+218910000000";

    /// <summary>What is told of the contact; each way, with a message or without; and why not.</summary>
    public static TheoryData<bool, bool, string?, string, bool, string?> Ways
    {
        get
        {
            var ways = new TheoryData<bool, bool, string?, string, bool, string?>();
            foreach (var (call, message, number) in from call in (bool[])[true, false] from message in (bool[])[true, false] from number in (string?[])[Number, null] select (call, message, number))
            {
                ways.Add(call, message, number, "in-person", false, null);
                ways.Add(call, message, number, "through-other", false, "not-asked-for");
                ways.Add(call, message, number, "call", false, number is null ? "no-number" : call ? null : "call-unsafe");
                ways.Add(call, message, number, "call", true, number is null ? "no-number" : !call ? "call-unsafe" : message ? null : "message-unsafe");
                foreach (var written in (string[])["text-message", "messaging-app"])
                {
                    ways.Add(call, message, number, written, false, number is null ? "no-number" : message ? null : "message-unsafe");
                }
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Nobody_is_reached_in_a_way_that_could_harm_them(bool safeToCall, bool mayLeaveMessage, string? number, string channel, bool leavesMessage, string? why)
    {
        var person = await Amal.RegisterAsync(file => (file["phone"], file["safeToCall"], file["mayLeaveMessage"], file["safeTimes"]) = (number, safeToCall, mayLeaveMessage, "After dusk (invented)"));

        var answer = await ReachAsync(Amal, person, new { channel, leavesMessage });

        if (why is not null)
        {
            Assert.Equal(("contact-unsafe", why), (answer.Expect(409).Problem, answer.Json.Text("reason")));
            Assert.DoesNotContain(Number, answer.Body, StringComparison.Ordinal);
            return;
        }

        Assert.Equal((channel, "After dusk (invented)", "apd"), (answer.Expect(200).Json.Text("channel"), answer.Json.Text("safeTimes"), answer["languages"]![0]!.GetValue<string>()));
        Assert.Equal(channel == "in-person" ? null : Number, answer.Json.Text("phone"));
    }

    [Fact]
    public async Task Through_somebody_else_only_where_they_asked_for_it()
    {
        var person = await Amal.RegisterAsync(file => file["preferredChannel"] = "through-other");

        var answer = (await ReachAsync(Amal, person, new { channel = "through-other" })).Expect(200);

        Assert.Equal("channel languages mayLeaveMessage preferredChannel", answer.Json.FieldNames());
    }

    [Fact]
    public async Task What_was_safe_before_a_change_is_not_after_it()
    {
        var person = await Amal.RegisterAsync();
        (await ReachAsync(Amal, person, new { channel = "call" })).Expect(200);

        (await Amal.PutAsync($"/api/people/{person}", Partner.Person(file => file["safeToCall"] = false), "\"1\"")).Expect(200);

        Assert.Equal("call-unsafe", (await ReachAsync(Amal, person, new { channel = "call" })).Expect(409).Json.Text("reason"));
    }

    [Fact]
    public async Task A_way_is_one_of_the_list_and_the_file_is_the_callers()
    {
        var person = await Amal.RegisterAsync();

        Assert.Equal("$.channel", (await ReachAsync(Amal, person, new { })).WrongFields());
        Assert.Equal("$.channel", (await ReachAsync(Amal, person, new { channel = "post" })).WrongFields());
        var none = (await ReachAsync(Amal, Guid.NewGuid(), new { channel = "call" })).Expect(404);
        foreach (var other in (Partner[])[Bayt, await Platform.SignInAsync("caseworker@amal-health.demo")])
        {
            Assert.Equal(none.Body, (await ReachAsync(other, person, new { channel = "call" })).Expect(404).Body);
        }
    }

    private static Task<Answer> ReachAsync(Partner by, Guid person, object request) => by.PostAsync($"/api/people/{person}/reach", request);
}
