using System.Text.RegularExpressions;
using Dapper;

namespace Platform.Identity.Tests.Users;

/// <summary>A production system begins with two administrators of the lead, by invitation.</summary>
public sealed partial class BootstrapTests
{
    [Fact]
    public async Task The_first_two_administrators_choose_their_passwords_once_by_invitation_and_sign_in()
    {
        await using var database = await TestDatabase.CreateAsync(demo: false);

        var (exitCode, output) = await database.RunForOutputAsync("Production", "bootstrap", "iom-libya", "IOM Libya", "first@iom.test", "second@iom.test");

        Assert.Equal(0, exitCode);
        var invitations = Invitation().Matches(output).Select(found => found.Value).ToArray();
        Assert.Equal(2, invitations.Length);
        await using var server = new IdentityServer(database);
        var browser = new Browser(server);

        Assert.Equal(400, (await browser.PostFormAsync(invitations[0], ("password", "short"))).Status);
        Assert.Equal(302, (await browser.PostFormAsync(invitations[0], ("password", "a long enough sentence"))).Status);
        Assert.Equal(400, (await browser.PostFormAsync(invitations[0], ("password", "another long sentence"))).Status);   // used
        Assert.Equal(200, (await browser.SignInForTokensAsync("first@iom.test", "a long enough sentence")).Status);

        await using var connection = await database.OpenAsync();
        Assert.Equal(["access-admin", "access-admin"], await connection.QueryAsync<string>("select unnest(roles) from users"));
        Assert.Equal("lead", await connection.ExecuteScalarAsync<string>("select kind from agencies"));
    }

    [Fact]
    public async Task Where_there_is_an_agency_already_nothing_is_done()
    {
        await using var database = await TestDatabase.CreateAsync(demo: false);
        string[] command = ["bootstrap", "iom-libya", "IOM Libya", "first@iom.test", "second@iom.test"];
        Assert.Equal(0, await database.RunAsync("Production", command));
        Assert.Equal(1, await database.RunAsync("Production", command));
        Assert.Equal(2, await database.RunAsync("Production", "bootstrap", "only-a-code"));

        await using var connection = await database.OpenAsync();
        Assert.Equal(2, await connection.ExecuteScalarAsync<long>("select count(*) from users"));
    }

    [GeneratedRegex("/sign-in/invitation\\?\\S+")]
    private static partial Regex Invitation();
}
