using System.Text.Json.Nodes;
using Npgsql;
using Platform.Tests.Running;

namespace Platform.Access.Tests;

/// <summary>What the audit shows to be unusual is noticed once, and told to who oversees the agency and nobody else.</summary>
public sealed class NoticeUnusualAccessTests(NoticeUnusualAccessTests.Watchful watchful) : IClassFixture<NoticeUnusualAccessTests.Watchful>
{
    /// <summary>A platform to which little is unusual.</summary>
    public sealed class Watchful : IAsyncLifetime
    {
        public RunningPlatform Platform { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Platform = await RunningPlatform.StartAsync(settings: new Dictionary<string, string>
            {
                ["UnusualAccess__Every"] = "00:00:01",
                ["UnusualAccess__Records"] = "6",
                ["UnusualAccess__RecordsOfSystems"] = "40",
                ["UnusualAccess__OutOfArea"] = "3",
                ["UnusualAccess__Taken"] = "2",
                ["UnusualAccess__Refused"] = "5",
            });
            foreach (var agency in (string[])["amal-health", "bayt-shelter", "unhcr-libya"])
            {
                await Platform.PlantUserAsync($"auditor@{agency}.demo", "main", "auditor");
                await Platform.PlantUserAsync($"protection-officer@{agency}.demo", "main", "protection-officer");
            }

            await Platform.PlantUserAsync("hub-supervisor@iom-libya.demo", "tripoli", "supervisor");
            foreach (var (login, area) in new[] { ("sabha-supervisor@rihla-legal.demo", "LY0319"), ("tripoli-supervisor@rihla-legal.demo", "LY0211") })
            {
                await Platform.PlantUserAsync(login, "main", "supervisor");
                await using var identity = await Platform.OpenDatabaseAsync("identity");
                await using var limit = new NpgsqlCommand("update users set area_codes = array[$2] where user_name = $1", identity) { Parameters = { new() { Value = login }, new() { Value = area } } };
                await limit.ExecuteNonQueryAsync();
            }

            await Platform.PlantUserAsync("auditor@rihla-legal.demo", "main", "auditor");   // waits until all of it is known
        }

        public async Task DisposeAsync() => await Platform.DisposeAsync();
    }

    private readonly RunningPlatform platform = watchful.Platform;

    /// <summary>And TellWhenUnusualAccessNoticed.</summary>
    [Fact]
    public async Task Many_records_of_one_caller_are_told_to_the_agencys_auditor_and_protection_officer_and_to_nobody_else()
    {
        await ReadAsync("supervisor@amal-health.demo", await RegisterAsync("amal-health", 6));

        var notice = await NoticeAsync("auditor@amal-health.demo", "many-records");
        Assert.Equal("caller kind noticeId records since until", notice.FieldNames());
        Assert.Equal(await platform.MemberIdAsync("supervisor@amal-health.demo"), notice.Id("caller"));   // and not the system, which registered as many
        Assert.Equal(6, notice["records"]!.GetValue<int>());
        Assert.Equal(TimeSpan.FromHours(1), notice["until"]!.GetValue<DateTimeOffset>() - notice["since"]!.GetValue<DateTimeOffset>());
        Assert.Equal(notice.Id("noticeId"), (await NoticeAsync("protection-officer@amal-health.demo", "many-records")).Id("noticeId"));
        Assert.DoesNotContain((await ListAsync("auditor@bayt-shelter.demo")).Items(), other => other.Id("noticeId") == notice.Id("noticeId"));
        (await ListAsync("supervisor@amal-health.demo")).Expect(403);
        (await ListAsync("access-admin@iom-libya.demo")).Expect(403);
        await Eventually.TrueAsync(async () => await IsToldAsync("protection-officer@amal-health.demo", notice), TimeSpan.FromSeconds(20), () => "The protection officer was not told");
        foreach (var other in (string[])["supervisor@amal-health.demo", "protection-officer@bayt-shelter.demo", "protection-officer@iom-libya.demo"])
        {
            Assert.False(await IsToldAsync(other, notice), other);
        }
    }

    [Fact]
    public async Task The_same_is_noticed_once_in_an_hour_and_again_for_what_comes_after_it()
    {
        await ReadAsync("supervisor@unhcr-libya.demo", await RegisterAsync("unhcr-libya", 6));
        var first = await NoticeAsync("auditor@unhcr-libya.demo", "many-records");

        await ReadAsync("supervisor@unhcr-libya.demo", await RegisterAsync("unhcr-libya", 6));
        await AskInVainAsync("supervisor@unhcr-libya.demo", 5);   // noticed later than what was looked at before
        await NoticeAsync("auditor@unhcr-libya.demo", "many-refused");
        Assert.Single((await ListAsync("auditor@unhcr-libya.demo")).Items(), notice => notice.Text("kind") == "many-records");

        await using var database = await platform.OpenDatabaseAsync("registrations");   // as if that hour were over
        await using var later = new NpgsqlCommand("update access.unusual set until = until - interval '61 minutes' where notice_id = $1", database) { Parameters = { new() { Value = first.Id("noticeId") } } };
        Assert.Equal(1, await later.ExecuteNonQueryAsync());
        await Eventually.TrueAsync(async () => (await ListAsync("auditor@unhcr-libya.demo")).Items().Count(notice => notice.Text("kind") == "many-records") == 2, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Who_reads_files_of_areas_that_are_not_theirs_is_noticed_and_who_reads_the_same_in_their_own_is_not()
    {
        var files = await RegisterAsync("rihla-legal", 3);   // of Sabha

        await ReadAsync("sabha-supervisor@rihla-legal.demo", files);
        await ReadAsync("tripoli-supervisor@rihla-legal.demo", files);

        var notice = await NoticeAsync("auditor@rihla-legal.demo", "out-of-area");
        Assert.Equal((await platform.MemberIdAsync("tripoli-supervisor@rihla-legal.demo"), 3), (notice.Id("caller"), notice["records"]!.GetValue<int>()));
        Assert.Single((await ListAsync("auditor@rihla-legal.demo")).Items(), other => other.Text("kind") == "out-of-area");   // both were looked at together
    }

    [Fact]
    public async Task Who_asks_for_records_that_are_not_there_for_them_is_noticed()
    {
        await AskInVainAsync("supervisor@bayt-shelter.demo", 5);

        Assert.Equal(await platform.MemberIdAsync("supervisor@bayt-shelter.demo"), (await NoticeAsync("auditor@bayt-shelter.demo", "many-refused")).Id("caller"));
    }

    [Fact]
    public async Task Who_goes_on_asking_for_a_case_that_was_taken_over_is_noticed()
    {
        var (sabha, tripoli) = (new Partner(platform, "iom-libya"), await platform.SignInAsync("hub-supervisor@iom-libya.demo"));
        var person = await sabha.RegisterAsync();
        var offered = await Eventually.AsyncValue(() => sabha.PostAsync($"/api/people/{person}/transfers", new { team = "tripoli", handoverDays = 0 }), answer => answer.Status == 201);
        (await tripoli.PostAsync($"/api/transfers/{offered.Json.Id("transferId")}/acceptance", new { caseworker = "hub-supervisor@iom-libya.demo" })).Expect(200);
        for (var asked = 0; asked < 2; asked++)
        {
            (await sabha.GetAsync($"/api/people/{person}")).Expect(404);
        }

        Assert.Equal(await platform.MemberIdAsync("iom-libya-system"), (await NoticeAsync("auditor@iom-libya.demo", "after-reassignment")).Id("caller"));
    }

    [Fact]
    public async Task Who_asks_for_one_record_twenty_thousand_times_does_not_outrun_it()
    {
        var caller = await platform.MemberIdAsync("caseworker@bayt-shelter.demo");
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var asked = new NpgsqlCommand("""
            insert into access.audit (caller, agency, action, data_class, records, outcome)
            select $1, $2, 'GET /people/{personId:guid}', 'identity', array[$3], case number when 0 then 'allowed' else 'not-found' end from generate_series(0, 20000) as number
            """, database)
        { Parameters = { new() { Value = caller }, new() { Value = await new Partner(platform, "bayt-shelter").AgencyIdAsync("bayt-shelter") }, new() { Value = Guid.NewGuid() } } };
        await asked.ExecuteNonQueryAsync();

        var notice = await NoticeAsync("auditor@bayt-shelter.demo", "after-reassignment");
        Assert.Equal((caller, 20_000), (notice.Id("caller"), notice["records"]!.GetValue<int>()));
    }

    [Fact]
    public async Task In_usual_work_nothing_is_noticed()
    {
        var files = await RegisterAsync("unicef-libya", 5);
        var supervisor = await platform.SignInAsync("supervisor@unicef-libya.demo");
        for (var round = 0; round < 4; round++)   // the same five files again and again, a list, a search, a wrong number
        {
            await ReadAsync("supervisor@unicef-libya.demo", files);
            (await supervisor.GetAsync("/api/people")).Expect(200);
            (await supervisor.PostAsync("/api/people/search", new { name = "Invented" })).Expect(200);
            (await supervisor.GetAsync($"/api/people/{Guid.Empty}")).Expect(404);
        }

        await AskInVainAsync("caseworker@unicef-libya.demo", 5);   // noticed later than all of that
        var caseworker = await platform.MemberIdAsync("caseworker@unicef-libya.demo");
        await Eventually.TrueAsync(async () => await NoticesOfAsync(caseworker) == 1, TimeSpan.FromSeconds(20));
        Assert.Equal((0L, 0L), (await NoticesOfAsync(await platform.MemberIdAsync("supervisor@unicef-libya.demo")), await NoticesOfAsync(await platform.MemberIdAsync("unicef-libya-system"))));
    }

    private async Task<IReadOnlyList<Guid>> RegisterAsync(string agency, int count)
    {
        List<Guid> people = [];
        while (people.Count < count) people.Add(await new Partner(platform, agency).RegisterAsync());
        return people;
    }

    private async Task ReadAsync(string login, IEnumerable<Guid> people)
    {
        foreach (var person in people) (await (await platform.SignInAsync(login)).GetAsync($"/api/people/{person}")).Expect(200);
    }

    private async Task AskInVainAsync(string login, int times)
    {
        for (var asked = 0; asked < times; asked++) (await (await platform.SignInAsync(login)).GetAsync($"/api/people/{Guid.NewGuid()}")).Expect(404);
    }

    private async Task<JsonObject> NoticeAsync(string by, string kind) => (await Eventually.AsyncValue(
        async () => (await ListAsync(by)).Items().FirstOrDefault(notice => notice.Text("kind") == kind), notice => notice is not null, TimeSpan.FromSeconds(20)))!;

    private async Task<Answer> ListAsync(string by) => await (await platform.SignInAsync(by)).GetAsync("/api/operations/registrations/unusual");

    private async Task<bool> IsToldAsync(string login, JsonObject notice) =>
        (await (await platform.SignInAsync(login)).GetAsync("/api/notices?limit=200")).Items().Any(told => told.Text("kind") == "unusual-access" && told.Text("recordId") == notice.Text("noticeId"));

    private async Task<long> NoticesOfAsync(Guid caller)
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var count = new NpgsqlCommand("select count(*) from access.unusual where caller = $1", database) { Parameters = { new() { Value = caller } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
