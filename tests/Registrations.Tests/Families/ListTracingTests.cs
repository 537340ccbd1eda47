namespace Platform.Registrations.Tests.Families;

public sealed class ListTracingTests : Tracing
{
    [Fact]
    public async Task The_caller_s_people_s_by_state_and_page_by_page_without_a_word()
    {
        var caseworker = await Platform.SignInAsync(HubCaseworker);
        var mine = new List<Guid>();
        for (var at = 0; at < 3; at++)
        {
            var person = await caseworker.RegisterAsync();
            mine.Add((await caseworker.PostAsync($"/api/people/{person}/tracing", Search())).Expect(201).Json.Id("tracingId"));
            if (at == 1) (await StepAsync(caseworker, person, mine[1], "actions", Action())).Expect(200);
        }

        var others = (await OpenedAsync()).Tracing;
        var all = await AllAsync(caseworker, "/api/tracing?limit=2");
        Assert.Equal(Enumerable.Reverse(mine), all.Select(item => item.Id("tracingId")).Where(mine.Contains));
        Assert.DoesNotContain(others, all.Select(item => item.Id("tracingId")));
        Assert.Equal("bestInterests caseCode followUpOverdue mayContact personId recordedAt state tracingId version", all[0].FieldNames());

        var inProgress = (await AllAsync(caseworker, "/api/tracing?status=tracing-in-progress&limit=200")).Select(item => item.Id("tracingId")).ToList();
        Assert.Contains(mine[1], inProgress);
        Assert.DoesNotContain(mine[0], inProgress);
        Assert.Equal("$.status", (await caseworker.GetAsync("/api/tracing?status=lost")).WrongFields());
        Assert.Equal("$.limit", (await caseworker.GetAsync("/api/tracing?limit=0")).WrongFields());
    }

    private static async Task<List<JsonObject>> AllAsync(Partner by, string path)
    {
        var all = new List<JsonObject>();
        string? next = null;
        do
        {
            var page = (await by.GetAsync(next is null ? path : $"{path}&cursor={Uri.EscapeDataString(next)}")).Expect(200);
            all.AddRange(page.Items());
            next = page.Json.Text("next");
        }
        while (next is not null);

        return all;
    }
}
