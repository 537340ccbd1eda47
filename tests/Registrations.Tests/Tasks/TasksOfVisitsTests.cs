using Platform.Registrations.Tests.Visits;

namespace Platform.Registrations.Tests.Tasks;

/// <summary>What is still to be done of a visit, by who keeps it; who only oversees has no task in it.</summary>
public sealed class TasksOfVisitsTests : Visiting
{
    private Task<string> HaveAsync(string kind, Guid subject) => TaskPages.HaveAsync(
        "registrations", kind, subject, ("system", Sabha), ("monitor", Monitor), ("supervisor", Supervisor), ("officer", Officer), ("colleague", Colleague), ("tripoli", Tripoli));

    private static Action<JsonObject> Planned(int days) => told => { told.Remove("visitedAt"); told.Remove("access"); told.Remove("accessReason"); told["plannedFor"] = In(days); };

    [Fact]
    public async Task A_visit_whose_day_has_come_is_recorded()
    {
        var (ahead, today, past) = (await RecordedAsync(Planned(1)), await RecordedAsync(Planned(0)), await RecordedAsync(Planned(-1)));

        Assert.Equal("", await HaveAsync("visit-to-record", ahead));
        Assert.Equal("system monitor supervisor", await HaveAsync("visit-to-record", past));
        Assert.Equal(("due", "LY031901"), await ToldAsync(today));
        Assert.Equal(("overdue", "LY031901"), await ToldAsync(past));
        (await StepAsync(Sabha, past, "completion")).Expect(200);
        Assert.Equal("", await HaveAsync("visit-to-record", past));

        async Task<(string?, string?)> ToldAsync(Guid visit) => await Monitor.TaskAsync("registrations", "visit-to-record", visit) is { } task ? (task.Text("state"), task.Text("areaCode")) : default;
    }

    [Fact]
    public async Task A_report_is_reviewed_by_a_supervisor_who_did_not_go()
    {
        var (others, went) = (await InStateAsync("report-draft"), await RecordedAsync(told => told["visitors"] = new JsonArray("supervisor@iom-libya.demo")));
        foreach (var move in (string[])["completion", "report"]) (await StepAsync(Sabha, went, move)).Expect(200);
        var own = (await Supervisor.PostAsync("/api/visits", Visit())).Expect(201).Json.Id("visitId");
        foreach (var move in (string[])["completion", "report"]) (await StepAsync(Supervisor, own, move)).Expect(200);

        Assert.Equal("supervisor", await HaveAsync("visit-to-review", others));
        Assert.Equal(("", ""), (await HaveAsync("visit-to-review", went), await HaveAsync("visit-to-review", own)));

        (await StepAsync(Supervisor, others, "review")).Expect(200);
        Assert.Equal("", await HaveAsync("visit-to-review", others));
    }

    [Fact]
    public async Task A_follow_up_is_a_task_some_days_before_its_last_until_the_visit_is_closed()
    {
        var (late, later) = (await InStateAsync("reviewed", told => told["followUpOn"] = In(-1)), await InStateAsync("done", told => told["followUpOn"] = In(8)));
        Assert.Equal("system monitor supervisor", await HaveAsync("visit-follow-up", late));
        Assert.Equal("overdue", (await Sabha.TaskAsync("registrations", "visit-follow-up", late))!.Text("state"));
        Assert.Equal("", await HaveAsync("visit-follow-up", later));

        (await StepAsync(Sabha, late, "closure")).Expect(200);
        (await Sabha.PutAsync($"/api/visits/{later}", Visit(told => told["followUpOn"] = In(7)), (await Sabha.GetAsync($"/api/visits/{later}")).ETag ?? "\"2\"")).Expect(200);
        Assert.Equal("", await HaveAsync("visit-follow-up", late));
        Assert.Equal("due", (await Sabha.TaskAsync("registrations", "visit-follow-up", later))!.Text("state"));
    }

    [Fact]
    public async Task A_reply_of_a_site_is_awaited_until_it_is_recorded()
    {
        var visit = await RecordedAsync();
        var soon = (await Sabha.PostAsync($"/api/visits/{visit}/requests", new { what = "A doctor (invented).", dueOn = In(7) })).Expect(201).Json.Id("requestId");
        var later = (await Sabha.PostAsync($"/api/visits/{visit}/requests", new { what = "A doctor (invented).", dueOn = In(8) })).Expect(201).Json.Id("requestId");
        Assert.Equal("system monitor supervisor", await HaveAsync("site-reply-awaited", soon));
        Assert.Equal("", await HaveAsync("site-reply-awaited", later));
        var task = (await Monitor.TaskAsync("registrations", "site-reply-awaited", soon))!;
        Assert.Equal(("due", $"/api/visits/{visit}/requests/{soon}"), (task.Text("state"), task.Text("path")));

        (await Monitor.PostAsync($"{task.Text("path")}/reply", new { outcome = "met", repliedOn = In(0) })).Expect(200);
        Assert.Equal("", await HaveAsync("site-reply-awaited", soon));
    }
}
