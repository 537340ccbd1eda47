namespace Platform.Referrals.Tests.Directory;

public sealed class DemoServicesTests : OnThePlatform
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_Development_a_directory_with_demo_content_is_not_served(string environment)
    {
        var (exitCode, output) = await Platform.CommandAsync("referrals", $"--environment={environment}", []).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"demo content, which {environment} must not have", output, StringComparison.Ordinal);
    }
}
