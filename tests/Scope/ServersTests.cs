using Platform.Access;

namespace Platform.Scope.Tests;

/// <summary>Policies are worth what the server makes of them.</summary>
public sealed class ServersTests
{
    [Theory]
    [InlineData("14.22", true)]
    [InlineData("15.8", true)]
    [InlineData("15.9", false)]
    [InlineData("16.4", true)]
    [InlineData("16.5", false)]
    [InlineData("17.0", true)]
    [InlineData("17.1", false)]
    [InlineData("18.0", false)]
    public void A_server_that_may_run_a_statement_past_a_policy_is_not_migrated(string version, bool isRefused) =>
        Assert.Equal(isRefused, Migrator.LeavesPoliciesOut(Version.Parse(version)));
}
