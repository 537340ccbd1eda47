namespace Platform.Journeys.Tests;

/// <summary>docs/first-referral.sh, the README's walk-through. It moves the clock, so it has a platform of its own.</summary>
public sealed class FirstReferralTests
{
    [Fact]
    public async Task The_walk_through_of_the_README_goes_through_to_its_end()
    {
        await using var platform = await RunningPlatform.StartAsync();

        var (exitCode, output) = await Script.RunAsync(
            "docs/first-referral.sh",
            new Dictionary<string, string> { ["GATEWAY"] = platform.AddressOf("gateway").AbsoluteUri, ["CLOCK_FILE"] = platform.ClockFile },
            TimeSpan.FromMinutes(3));

        Assert.True(exitCode == 0, output);
        Assert.Contains("sent acknowledged accepted outcome outcome closed", output);
        Assert.Contains("IOM is one of them", output);
        Assert.Contains("its focal point has been told: a reference, never a name", output);
        Assert.Contains("the second level: the area's coordinator has been told, too", output);
        Assert.DoesNotContain("Left out", output);
        Assert.Equal("00:00:00", (await File.ReadAllTextAsync(platform.ClockFile)).Trim());
    }

    [Fact]
    public async Task It_says_what_to_do_where_no_platform_answers()
    {
        var (exitCode, output) = await Script.RunAsync(
            "docs/first-referral.sh", new Dictionary<string, string> { ["GATEWAY"] = "http://127.0.0.1:1" }, TimeSpan.FromMinutes(1));

        Assert.Equal(1, exitCode);
        Assert.Contains("./platform up", output);
    }
}
