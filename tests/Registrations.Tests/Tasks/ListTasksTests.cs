using System.Globalization;
using Platform.Registrations.Tests.SubjectRequests;

namespace Platform.Registrations.Tests.Tasks;

/// <summary>ListTasks: what a task says, in which order they stand, and how one asks for some of them.</summary>
public sealed class ListTasksTests : Asking
{
    [Fact]
    public async Task A_task_is_a_reference_without_a_name()
    {
        var (request, person) = await AskedAsync("access");

        var task = (await Sabha.TaskAsync("registrations", "request-to-answer", request))!;

        Assert.Equal("due kind path since state subjectId subjectType taskId", task.FieldNames());
        Assert.Equal(("due", "subject-request", $"/api/requests/{request}"), (task.Text("state"), task.Text("subjectType"), task.Text("path")));
        Assert.DoesNotContain(person.ToString(), task.ToJsonString(), StringComparison.Ordinal);
        var read = (await Sabha.GetAsync(task.Text("path")!)).Expect(200);
        Assert.Equal(Day(read, "dueOn").AddDays(1).ToDateTime(TimeOnly.MinValue), task["due"]!.GetValue<DateTimeOffset>().UtcDateTime);
        Assert.Equal(task.Id("taskId"), (await SabhaSupervisor.TaskAsync("registrations", "request-to-answer", request)).Id("taskId"));
        Assert.DoesNotContain(await AuditOfAsync(request), entry => entry.Contains("/tasks", StringComparison.Ordinal));   // nothing of a case is read
    }

    [Fact]
    public async Task What_is_overdue_stands_first_and_what_has_no_day_last_the_oldest_first_on_any_page()
    {
        var ((late, _), (soon, _)) = (await AskedAsync("access", change: asked => asked["receivedOn"] = In(-40)), await AskedAsync("access"));
        var person = await Sabha.RegisterAsync();
        var link = (await Sabha.PostAsync($"/api/people/{person}/family", Families.InAFamily.Link())).Expect(201).Json.Id("linkId");

        var all = (await SabhaSupervisor.TasksAsync("registrations")).Select(task => (Id: task.Id("taskId"), Subject: task.Id("subjectId"), State: task.Text("state")!, Due: Instant(task, "due"), Since: Instant(task, "since")!.Value)).ToList();

        Assert.Equal(all.OrderBy(task => task.Due ?? task.Since.AddYears(100)).ThenBy(task => task.Id.ToString(), StringComparer.Ordinal), all);
        Assert.Equal(all.Count, all.DistinctBy(task => task.Id).Count());
        Assert.Equal([late, soon, link], all.Select(task => task.Subject).Where(subject => subject == late || subject == soon || subject == link));
        Assert.All(all, task => Assert.Equal(task.Due < DateTimeOffset.UtcNow, task.State == "overdue"));

        // in pages it is the same; other tests add to it and do some of it meanwhile
        var paged = await SabhaSupervisor.TasksAsync("registrations", limit: 7);
        var (before, after) = (all.Select(task => task.Id).ToHashSet(), paged.Select(task => task.Id("taskId")).ToHashSet());
        Assert.Equal(all.Select(task => task.Id).Where(after.Contains), paged.Select(task => task.Id("taskId")).Where(before.Contains));
        Assert.Equal([late, soon, link], paged.Select(task => task.Id("subjectId")).Where(subject => subject == late || subject == soon || subject == link));
        Assert.Equal(paged.Count, after.Count);
    }

    [Fact]
    public async Task One_asks_for_a_state_or_a_kind_and_what_is_none_is_named()
    {
        var ((late, _), (soon, _)) = (await AskedAsync("access", change: asked => asked["receivedOn"] = In(-40)), await AskedAsync("access"));

        var overdue = await Sabha.TasksAsync("registrations", "&state=overdue&kind=request-to-answer");
        Assert.Contains(overdue, task => task.Id("subjectId") == late);
        Assert.DoesNotContain(overdue, task => task.Id("subjectId") == soon);
        Assert.All(overdue, task => Assert.Equal(("overdue", "request-to-answer"), (task.Text("state"), task.Text("kind"))));
        Assert.Contains(await Sabha.TasksAsync("registrations", "&state=due"), task => task.Id("subjectId") == soon);
        Assert.Equal([], await Sabha.TasksAsync("registrations", "&kind=duplicate-to-decide"));   // not theirs to do

        foreach (var (query, path) in ((string, string)[])[("kind=referral-to-decide", "$.kind"), ("kind=", "$.kind"), ("state=late", "$.state"), ("limit=0", "$.limit"), ("cursor=x", "$.cursor")])
        {
            Assert.Equal(path, (await Sabha.GetAsync($"/api/registrations/tasks?{query}")).WrongFields());
        }
    }

    private static DateTimeOffset? Instant(JsonObject task, string field) => task.Text(field) is { } instant ? DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture) : null;
}
