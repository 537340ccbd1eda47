using System.Text.Json.Nodes;

namespace Platform.Tests.Running;

/// <summary>What needs somebody, through all pages.</summary>
public static class TaskPages
{
    public static async Task<IReadOnlyList<JsonObject>> TasksAsync(this Partner by, string service, string filter = "", int limit = 200)
    {
        List<JsonObject> tasks = [];
        for (var next = ""; next is not null;)
        {
            var page = (await by.GetAsync($"/api/{service}/tasks?limit={limit}{filter}{(next == "" ? "" : $"&cursor={next}")}")).Expect(200);
            tasks.AddRange(page.Items());
            next = page.Json.Text("next");
        }

        return tasks;
    }

    /// <summary>The one of a kind that is about a record, or null.</summary>
    public static async Task<JsonObject?> TaskAsync(this Partner by, string service, string kind, Guid subject) =>
        (await by.TasksAsync(service, $"&kind={kind}")).SingleOrDefault(task => task.Id("subjectId") == subject);

    /// <summary>Whose task something is, in order.</summary>
    public static async Task<string> HaveAsync(string service, string kind, Guid subject, params (string Name, Partner By)[] all)
    {
        List<string> theirs = [];
        foreach (var (name, by) in all)
        {
            if (await by.TaskAsync(service, kind, subject) is not null) theirs.Add(name);
        }

        return string.Join(' ', theirs);
    }
}
