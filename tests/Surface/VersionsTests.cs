using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>Who changes what is there says which version they read.</summary>
public sealed class VersionsTests
{
    public static TheoryData<string> Versioned => AllRoutes.Where(route => route.NeedsIfMatch);

    [Theory]
    [MemberData(nameof(Versioned))]
    public async Task Without_the_version_that_is_there_nothing_is_changed(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await route.PrepareAsync(stage);
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        Assert.Equal("if-match-required", (await stage.SendAsync(route, ready, ready.Sent, [])).Expect(428).Problem);
        foreach (var tag in (string[])["\"0\"", "\"999\"", "\"-1\"", ready.IfMatch!.Trim('"'), $"W/{ready.IfMatch}", "x", "\"", "\"x\"", "\"0\", \"999\"", "\"99999999999999999999\""])
        {
            Assert.Equal((412, "stale"), await AnsweredAsync(tag));
        }

        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());

        Assert.Equal(200, (await stage.SendAsync(route, ready)).Status);
        Assert.Equal((412, "stale"), await AnsweredAsync(ready.IfMatch!));   // it was the version, and is no more

        async Task<(int, string?)> AnsweredAsync(string tag)
        {
            var answer = await stage.SendAsync(route, ready, ready.Sent, new() { ["If-Match"] = tag });
            return (answer.Status, answer.Problem);
        }
    }
}
