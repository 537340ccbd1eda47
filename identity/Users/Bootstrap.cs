using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

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
        var configuration = scope.ServiceProvider.GetRequiredService<IConfiguration>();
        var agencyId = Guid.CreateVersion7();
        var database = scope.ServiceProvider.GetRequiredService<IdentityDatabase>().Database;
        await using var transaction = await database.BeginTransactionAsync(ct);   // the agency with both administrators, or nothing
        if (await database.ExecuteSqlAsync(
            $"insert into agencies (agency_id, code, name, kind) select {agencyId}, {code}, {name}, 'lead' where not exists (select from agencies)", ct) == 0)
        {
            await output.WriteLineAsync("There is an agency already. Nothing was done.");
            return 1;
        }

        var invitations = new List<string>();
        foreach (var login in (string[])[first, second])
        {
            var user = new User { Id = Guid.CreateVersion7(), UserName = login, AgencyId = agencyId, Roles = ["access-admin"], AreaCodes = ["*"] };
            if (await users.CreateAsync(user) is { Succeeded: false } refused)
            {
                await output.WriteLineAsync($"{login}: {string.Join(' ', refused.Errors.Select(error => error.Description))}");
                return 1;
            }

            var invitation = await Invitation.ForAsync(users, configuration, user, TimeProvider.System.GetUtcNow());
            invitations.Add($"{login} chooses a password within {UsersSetup.InvitationLife.TotalHours:0} hours at");
            invitations.Add($"  {invitation.Link}");
        }

        await transaction.CommitAsync(ct);
        foreach (var line in invitations) await output.WriteLineAsync(line);
        return 0;
    }
}
