namespace Platform.Registrations.Tests.Families;

/// <summary>RemindOfTracing, and TellWhenTracingFollowUpIsLate of Referrals: nobody who was brought together is forgotten in silence.</summary>
public sealed class RemindOfTracingTests : Tracing
{
    [Fact]
    public async Task When_nobody_looked_the_team_s_supervisors_are_told_once_and_nobody_else()
    {
        var (child, tracing) = await TogetherAsync(In(-20));
        var (_, seen) = await TogetherAsync();

        await Eventually.TrueAsync(async () => (await NoticesAsync(SabhaSupervisor, tracing)).Count > 0, TimeSpan.FromSeconds(30), () => $"Nobody was told of {tracing}");

        var notice = Assert.Single(await NoticesAsync(SabhaSupervisor, tracing));
        Assert.Equal(("at kind noticeId recordId", "tracing-follow-up-overdue"), (notice.FieldNames(), notice.Text("kind")));
        foreach (var other in (Partner[])[Officer, Tripoli, Amal])
        {
            Assert.Empty(await NoticesAsync(other, tracing));
        }

        Assert.Empty(await NoticesAsync(SabhaSupervisor, seen));
        Assert.Equal(0, await CountAsync("registrations", "select count(*) from tracings where tracing_id = $1 and next_at is not null", tracing));
        Assert.True((await ReadTracingAsync(Sabha, child, tracing))["followUpOverdue"]!.GetValue<bool>());
    }

    private static async Task<IReadOnlyList<JsonObject>> NoticesAsync(Partner by, Guid record) =>
        [.. (await by.GetAsync("/api/notices?limit=200")).Items().Where(notice => notice.Text("recordId") == record.ToString())];
}
