using Dapper;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Platform.Identity.Users;

/// <summary>
/// <c>dotnet Platform.Identity.dll bootstrap CODE NAME LOGIN LOGIN</c>: the lead agency and its first two administrators, by
/// invitation. Only where there is no agency yet; two, because what matters needs a second person.
/// </summary>
public static class Bootstrap
{
    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, TextWriter output, CancellationToken ct)
    {
        if (arguments is not [var code, var name, var first, var second] || first == second)
        {
            await output.WriteLineAsync("usage: bootstrap <agency code> <agency name> <login of an administrator> <login of another>");
            return 2;
        }

        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var issuer = scope.ServiceProvider.GetRequiredService<IConfiguration>().Required("Identity:Issuer");
        var agencyId = Guid.CreateVersion7();
        await using (var connection = await scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(ct))
        {
            if (await connection.ExecuteAsync(new CommandDefinition(InsertLead, new { agencyId, code, name }, cancellationToken: ct)) == 0)
            {
                await output.WriteLineAsync("There is an agency already: its administrators invite the next. Nothing was done.");
                return 1;
            }
        }

        foreach (var login in (string[])[first, second])
        {
            var user = new User { Id = Guid.CreateVersion7(), UserName = login, AgencyId = agencyId, Roles = ["access-admin"], AreaCodes = ["*"] };
            if (await users.CreateAsync(user) is { Succeeded: false } refused)
            {
                await output.WriteLineAsync($"{login}: {string.Join(' ', refused.Errors.Select(error => error.Description))}");
                return 1;
            }

            var token = await users.GeneratePasswordResetTokenAsync(user);
            await output.WriteLineAsync($"{login} chooses a password within {UsersSetup.InvitationLife.TotalHours:0} hours at");
            await output.WriteLineAsync($"  {issuer}sign-in/invitation?user={user.Id}&token={Uri.EscapeDataString(token)}");
        }

        return 0;
    }

    private const string InsertLead = """
        insert into agencies (agency_id, code, name, kind) select @agencyId, @code, @name, 'lead' where not exists (select from agencies)
        """;
}
