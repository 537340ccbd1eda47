namespace Platform.Registrations.Tests.Visits;

/// <summary>RemindOfVisits, and TellWhenSiteFollowUpIsLate of Referrals: neither a follow-up nor a request lapses in silence.</summary>
public sealed class RemindOfVisitsTests : Visiting
{
    [Fact]
    public async Task When_the_day_of_a_follow_up_is_over_the_team_s_supervisors_are_told_once_and_nobody_else()
    {
        var visit = await RecordedAsync(told => told["followUpOn"] = In(-1));

        await ToldAsync(Supervisor, visit);

        var notice = Assert.Single(await NoticesAsync(Supervisor, visit));
        Assert.Equal(("at kind noticeId recordId", "site-follow-up-overdue"), (notice.FieldNames(), notice.Text("kind")));
        foreach (var other in (Partner[])[Officer, Tripoli, Amal])
        {
            Assert.Empty(await NoticesAsync(other, visit));
        }

        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from visits where visit_id = $1 and next_at is not null", visit));
        Assert.Equal(2, await ScalarAsync<int>("select version from visits where visit_id = $1", visit));
    }

    [Fact]
    public async Task When_a_site_has_not_answered_they_are_told_too_and_of_what_was_answered_or_closed_nobody_is()
    {
        var (visit, closed) = (await RecordedAsync(), await InStateAsync("reviewed", told => told["followUpOn"] = In(3)));
        var late = (await AskOfSiteTests.AskAsync(Sabha, visit)).Expect(201).Json.Id("requestId");
        var answered = (await AskOfSiteTests.AskAsync(Sabha, visit)).Expect(201).Json.Id("requestId");
        (await Sabha.PostAsync($"/api/visits/{visit}/requests/{answered}/reply", new { outcome = "met", repliedOn = In(0) })).Expect(200);
        (await StepAsync(Sabha, closed, "closure")).Expect(200);

        await ScalarAsync<long>("with late as (update site_requests set due_on = current_date - 2, next_at = now() where request_id = $1 returning 1) select count(*) from late", late);   // days later

        await ToldAsync(Supervisor, late);
        Assert.Equal("site-request-overdue", Assert.Single(await NoticesAsync(Supervisor, late)).Text("kind"));
        Assert.True(Assert.Single((await Sabha.GetAsync($"/api/visits/{visit}/requests")).Items(), item => item.Id("requestId") == late)["overdue"]!.GetValue<bool>());
        Assert.Equal(0L, await ScalarAsync<long>("select (select count(*) from site_requests where request_id = $1 and next_at is not null) + (select count(*) from visits where visit_id = $2 and next_at is not null)", answered, closed));
    }

    [Fact]
    public async Task Another_day_is_another_clock_and_the_same_day_is_not()
    {
        var visit = await RecordedAsync(told => told["followUpOn"] = In(-1));
        await ToldAsync(Supervisor, visit);

        (await Sabha.PutAsync($"/api/visits/{visit}", Visit(told => told["followUpOn"] = In(-1)), "\"2\"")).Expect(200);
        Assert.Equal(0L, await NextAsync());
        (await Sabha.PutAsync($"/api/visits/{visit}", Visit(told => told["followUpOn"] = In(9)), "\"3\"")).Expect(200);
        Assert.Equal(1L, await NextAsync());
        (await Sabha.PutAsync($"/api/visits/{visit}", Visit(), "\"4\"")).Expect(200);
        Assert.Equal(0L, await NextAsync());

        Task<long> NextAsync() => ScalarAsync<long>("select count(*) from visits where visit_id = $1 and next_at is not null", visit);
    }

    private static async Task<IReadOnlyList<JsonObject>> NoticesAsync(Partner by, Guid record) =>
        [.. (await by.GetAsync("/api/notices?limit=200")).Items().Where(notice => notice.Text("recordId") == record.ToString())];

    private static Task ToldAsync(Partner by, Guid record) =>
        Eventually.TrueAsync(async () => (await NoticesAsync(by, record)).Count > 0, TimeSpan.FromSeconds(30), () => $"Nobody was told of {record}");
}
